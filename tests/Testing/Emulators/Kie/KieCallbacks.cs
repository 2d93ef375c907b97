using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>Tells callers that a task has ended. Signed are the task and the time; the body is not.</summary>
internal sealed class KieCallbacks : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <param name="hmacKey">Null: verification is not switched on.</param>
    public async Task SendAsync(KieEmulatedTask task, JsonObject record, string? hmacKey, CancellationToken cancellationToken)
    {
        record["task_id"] = task.Id;
        var body = Encoding.UTF8.GetBytes(KieEnvelopes.Good(record).ToJsonString());
        using var message = new HttpRequestMessage(HttpMethod.Post, task.Request.CallBackUrl)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (hmacKey is not null)
        {
            var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(hmacKey), Encoding.UTF8.GetBytes($"{task.Id}.{timestamp}"));
            message.Headers.Add("X-Webhook-Timestamp", timestamp);
            message.Headers.Add("X-Webhook-Signature", Convert.ToBase64String(signature));
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
