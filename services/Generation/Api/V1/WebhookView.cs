using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A webhook as its owner sees it. Not a record, because its ToString would print the secret.</summary>
public sealed class WebhookView
{
    internal WebhookView(WebhookEndpoint endpoint, DateTimeOffset now, byte[]? secret = null)
    {
        Id = WebhookIds.ToWire(endpoint.Id);
        Url = endpoint.Url;
        Types = endpoint.Types;
        IsEnabled = endpoint.IsEnabled;
        DisabledReason = endpoint.DisabledReason;
        FailingSince = endpoint.FailingSince;
        Secret = secret is null ? WebhookSecrets.Masked : WebhookSecrets.ToWire(secret);
        PreviousSecretUntil = endpoint.PreviousUntil > now ? endpoint.PreviousUntil : null;
        CreatedAt = endpoint.CreatedAt;
    }

    /// <summary><c>wh_</c> and a UUID.</summary>
    public string Id { get; }

    /// <summary>Where events are posted to.</summary>
    public string Url { get; }

    /// <summary>The events that it is told of.</summary>
    public IReadOnlyList<string> Types { get; }

    public bool IsEnabled { get; }

    /// <summary><c>owner</c>, <c>gone</c> (it answered 410) or <c>failing</c> (every try of three days failed); null while enabled.</summary>
    public string? DisabledReason { get; }

    /// <summary>Since when every try has failed; null after a success.</summary>
    public DateTimeOffset? FailingSince { get; }

    /// <summary>What deliveries are signed with: shown by the answer that makes it, a mask in every other.</summary>
    public string Secret { get; }

    /// <summary>How long the secret of before the last rotation signs along; null when it does not.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; }

    public DateTimeOffset CreatedAt { get; }
}
