using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Testing.Emulators;

/// <summary>Tells callers that an order has ended, signed with the secret that they gave.</summary>
internal sealed class BflCallbacks : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Nobody there is the caller's loss: it still may ask.</summary>
    public async Task SendAsync(BflEmulatedOrder order, string sample, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(order.Ready(sample).ToJsonString());
        using var message = new HttpRequestMessage(HttpMethod.Post, order.Request.WebhookUrl)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (order.Request.WebhookSecret is { Length: > 0 } secret)
        {
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
            message.Headers.Add("X-BFL-Signature", "sha256=" + Convert.ToHexStringLower(signature));
        }

        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
        }
    }

    public void Dispose() => _client.Dispose();
}
