using System.Collections.Concurrent;

namespace NanoBanana.Testing.Emulators;

/// <summary>An image of an order, as it was found at its address.</summary>
/// <param name="MediaType">As the answer named it.</param>
public sealed record KieInput(Uri Address, string? MediaType, byte[] Bytes);

/// <summary>Fetches the images of orders, without any credential, as KIE does.</summary>
internal sealed class KieInputs : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private readonly ConcurrentQueue<KieInput> _fetched = new();

    public IReadOnlyList<KieInput> Fetched => [.. _fetched];

    /// <summary>In their order; false when one of them is not to be had.</summary>
    public async Task<bool> FetchAsync(IReadOnlyList<Uri> addresses)
    {
        foreach (var address in addresses)
        {
            try
            {
                using var answer = await _client.GetAsync(address);
                if (!answer.IsSuccessStatusCode)
                    return false;
                _fetched.Enqueue(new KieInput(address, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync()));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _client.Dispose();
}
