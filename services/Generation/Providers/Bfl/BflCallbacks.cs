using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>Calls of Black Forest Labs, proven by the secret that went out with the order.</summary>
internal sealed class BflCallbacks(IOptions<BflOptions> options) : ICallbackVerifier
{
    public string Provider => BflProvider.WireName;

    public bool IsConfigured => options.Value.IsConfigured && options.Value.WebhookSecret.Length > 0;

    public bool IsGenuine(IHeaderDictionary headers, ReadOnlyMemory<byte> body, DateTimeOffset now) =>
        BflWebhook.Verify(options.Value.WebhookSecret, body.Span, headers[BflWebhook.SignatureHeader]);
}
