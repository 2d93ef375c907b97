using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Calls of Kling, signed with the secret of the account's settings.</summary>
internal sealed class KlingCallbacks(IOptions<KlingOptions> options) : ICallbackVerifier
{
    public string Provider => KlingProvider.WireName;

    public bool IsConfigured => options.Value.IsConfigured && options.Value.WebhookSecret.Length > 0;

    public bool IsGenuine(IHeaderDictionary headers, ReadOnlyMemory<byte> body, DateTimeOffset now) => KlingWebhook.Verify(
        options.Value.WebhookSecret, headers["webhook-id"], headers["webhook-timestamp"], body.Span, headers["webhook-signature"], now);
}
