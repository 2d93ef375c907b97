using NanoBanana.Generation.Imaging;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// Copies a result from where a provider put it. Only from public addresses, within limits, following few redirects, and with a
/// credential only as long as the host stays the one it was meant for.
/// </summary>
internal sealed class ResultDownload(IHttpClientFactory clients, TimeProvider time)
{
    public const string ClientName = "results";
    private const int MostRedirects = 3;
    private const int Limit = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary><see cref="ProviderResult.Delivered"/>, or <see cref="FailureClass.BadImage"/> when there is nothing to be had there.</summary>
    public async Task<ProviderResult> FetchAsync(ProviderResult.Located located, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(located, either.Token);
        }
        catch (OutboundForbiddenException)
        {
            return Nothing("ADDRESS_NOT_PUBLIC");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Nothing("RESULT_LOST");
        }
    }

    private async Task<ProviderResult> FollowAsync(ProviderResult.Located located, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        var address = located.Address;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (address.Scheme is not ("https" or "http"))
                return Nothing("ADDRESS_SCHEME");
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            if (located.Credential is { } credential && SameHost(address, located.Address))
                message.Headers.TryAddWithoutValidation(credential.Header, credential.Value.Reveal());
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.Headers.Location is { } next && (int)response.StatusCode is >= 300 and < 400)
            {
                address = new Uri(address, next);
                continue;
            }

            if (!response.IsSuccessStatusCode)
                return Nothing($"RESULT {(int)response.StatusCode}");
            if (IsPage(response.Content.Headers.ContentType?.MediaType))
                return Nothing("RESULT_TYPE");
            return await PooledBody.ReadAsync(response.Content, Limit, cancellationToken) is { } body
                ? Deliver(body, response.Content.Headers.ContentType?.MediaType ?? "", located)
                : Nothing("RESULT_TOO_LARGE");
        }

        return Nothing("RESULT_REDIRECTS");
    }

    private static ProviderResult.Delivered Deliver(PooledBytes body, string mediaType, ProviderResult.Located located) =>
        new(body, mediaType) { CostMicros = located.CostMicros };

    /// <summary>Words instead of a result, with a status of success. Stores that do not know what they keep call it a stream of octets.</summary>
    private static bool IsPage(string? mediaType) =>
        mediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true || mediaType?.ToLowerInvariant() is "application/json" or "application/xml";

    private static bool SameHost(Uri address, Uri first) =>
        address.Scheme == first.Scheme && address.Port == first.Port && string.Equals(address.Host, first.Host, StringComparison.OrdinalIgnoreCase);

    private static ProviderResult.Failed Nothing(string detail) => new(FailureClass.BadImage, detail);
}
