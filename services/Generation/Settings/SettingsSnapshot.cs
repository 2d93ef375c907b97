namespace NanoBanana.Generation.Settings;

/// <summary>All that an account has set, and where it has set nothing the default.</summary>
/// <param name="WebhookUrl">Where its events are told; null nowhere.</param>
/// <param name="MaxConcurrent">Jobs from the queue that may run at the same time.</param>
/// <param name="UpdatedAt">Null while nothing was ever set.</param>
internal sealed record SettingsSnapshot(
    Preferences Preferences, ProviderPreferences Providers, string? WebhookUrl, int MaxConcurrent, DateTimeOffset? UpdatedAt);

/// <summary>What shall be set. Null leaves a part as it is.</summary>
/// <param name="Preferences">The fields that shall change as a JSON object; a null there goes back to the default.</param>
/// <param name="MaxConcurrent">Jobs from the queue that may run at the same time.</param>
/// <param name="Webhook">What becomes of the address for webhooks.</param>
internal sealed record SettingsChange(string? Preferences, int? MaxConcurrent, WebhookChange? Webhook);

/// <param name="HasUrl">Whether the address changes.</param>
/// <param name="Url">The new one; null for none any more.</param>
/// <param name="Secret">What deliveries are signed with from now on; null leaves it, or makes one where there is none.</param>
internal sealed record WebhookChange(bool HasUrl, string? Url, byte[]? Secret);
