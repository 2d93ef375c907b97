using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>Tells whoever wants to know that an order has a new state; signed when there is a secret.</summary>
internal sealed class KlingCallbacks(TimeProvider time) : IDisposable
{
    private const string KeyPrefix = "whsec_";
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };

    public string? Secret { get; set; }

    /// <summary>Nobody waits for it: what is told may itself ask.</summary>
    public void Tell(Uri address, JsonObject task) => _ = TellAsync(address, Encoding.UTF8.GetBytes(task.ToJsonString()));

    public void Dispose() => _client.Dispose();

    private async Task TellAsync(Uri address, byte[] body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new("application/json");
        if (Secret is { } secret)
        {
            var (id, seconds) = ($"msg_{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
            var signature = HMACSHA256.HashData(Convert.FromBase64String(secret[KeyPrefix.Length..]), content);
            message.Headers.Add("webhook-id", id);
            message.Headers.Add("webhook-timestamp", seconds);
            message.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        }

        try
        {
            using var response = await _client.SendAsync(message);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or ObjectDisposedException)
        {
            // Nobody there: the documents do not say that it is tried again.
        }
    }
}
