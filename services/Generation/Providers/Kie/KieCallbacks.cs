using System.Text.Json;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>Calls of KIE. Only the task's id is signed, so the id of the body is the one that is proven.</summary>
internal sealed class KieCallbacks(IOptions<KieOptions> options) : ICallbackVerifier
{
    public string Provider => KieProvider.WireName;

    public bool IsConfigured => options.Value.IsConfigured && options.Value.WebhookHmacKey.Length > 0;

    public bool IsGenuine(IHeaderDictionary headers, ReadOnlyMemory<byte> body, DateTimeOffset now) => KieWebhook.Verify(
        options.Value.WebhookHmacKey, TaskIdOf(body), headers[KieWebhook.TimestampHeader], headers[KieWebhook.SignatureHeader], now);

    /// <summary>It is written both ways in KIE's own documents.</summary>
    private static string TaskIdOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && (data.TryGetProperty("task_id", out var id) || data.TryGetProperty("taskId", out id)) && id.ValueKind == JsonValueKind.String
                ? id.GetString()!
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
