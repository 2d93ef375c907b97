using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Webhooks;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <summary>How an account's work is done and told.</summary>
/// <param name="WebhookUrl">Where the ends of generations, videos and batches are told: an https address of at most 2,000 characters on a public host.</param>
/// <param name="WebhookSecret">
/// What deliveries are signed with: <c>whsec_</c> and 24 to 64 bytes as base64, or a text of 16 to 256 characters. Shown as stars, but for one that was made here, once.
/// </param>
/// <param name="MaxConcurrentRequests">Jobs from the queue that run at the same time, 1 to 20.</param>
internal sealed record ApiSettings(string? WebhookUrl = null, string? WebhookSecret = null, int MaxConcurrentRequests = SettingsStore.DefaultMaxConcurrent)
{
    public const int MostConcurrent = 20;

    /// <param name="settings">As they are stored.</param>
    /// <param name="made">The secret that was just made.</param>
    public static ApiSettings Of(SettingsSnapshot settings, byte[]? made = null) => new(
        settings.WebhookUrl, made is not null ? WebhookSecrets.ToWire(made) : settings.WebhookUrl is null ? null : WebhookSecrets.Masked, settings.MaxConcurrent);
}

/// <param name="UpdatedAt">Null while nothing was ever set.</param>
internal sealed record SettingsView(Preferences Preferences, ApiSettings ApiSettings, DateTimeOffset? UpdatedAt);

internal sealed record SavedSettingsView(bool Success, Preferences Preferences, ApiSettings ApiSettings, DateTimeOffset? UpdatedAt);

internal sealed record ProviderPreferencesView(ProviderPreferences ProviderPreferences);

internal sealed record SavedProviderPreferencesView(bool Success, ProviderPreferences ProviderPreferences, DateTimeOffset UpdatedAt);
