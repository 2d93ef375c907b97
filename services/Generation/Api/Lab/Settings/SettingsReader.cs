using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <summary>Checks what an account wants to set.</summary>
internal sealed class SettingsReader(WebhookAddress addresses, ProviderDirectory providers, RoutingPolicies policies)
{
    private const string SecretPrefix = "whsec_";
    private const int MinSecretText = 16;
    private const int MaxSecretText = 256;
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;
    private static readonly string[] Themes = ["light", "dark", "system"];

    public SettingsChange Read(UpdateSettingsRequest body, RequestValidation validation)
    {
        var preferences = PartialObject.Read("preferences", body.Preferences, GenerationJsonContext.Default.Preferences, validation);
        if (preferences is { } wished)
            Check(wished.Values, validation);
        var (most, webhook) = (default(int?), default(WebhookChange));
        if (PartialObject.Read("api_settings", body.ApiSettings, GenerationJsonContext.Default.ApiSettings, validation) is { } api)
        {
            if (api.Sent.ContainsKey("max_concurrent_requests"))
                most = api.Values.MaxConcurrentRequests;
            validation.Range("api_settings -> max_concurrent_requests", api.Values.MaxConcurrentRequests, 1, ApiSettings.MostConcurrent);
            webhook = Webhook(api.Sent, api.Values, validation);
        }

        return new SettingsChange(preferences is { Sent.Count: > 0 } changed ? changed.Sent.ToJsonString() : null, most, webhook);
    }

    private void Check(Preferences preferences, RequestValidation validation)
    {
        validation.OneOf("preferences -> default_aspect_ratio", preferences.DefaultAspectRatio, LabSettings.Ratios);
        validation.OneOf("preferences -> default_resolution", preferences.DefaultResolution, LabSettings.Steps);
        validation.OneOf("preferences -> default_provider", preferences.DefaultProvider, [.. providers.All.Select(static provider => provider.Name)]);
        validation.OneOf("preferences -> routing_strategy", preferences.RoutingStrategy, policies.Names);
        validation.OneOf("preferences -> language", preferences.Language, Languages.All);
        validation.OneOf("preferences -> theme", preferences.Theme, Themes);
    }

    private WebhookChange? Webhook(JsonObject sent, ApiSettings values, RequestValidation validation)
    {
        var hasUrl = sent.ContainsKey("webhook_url");
        var faults = new RequestValidation();
        addresses.Check(values.WebhookUrl, faults, required: false, "webhook_url");
        var secret = values.WebhookSecret is { } text && text != WebhookSecrets.Masked ? Secret(text, faults) : null;
        if (secret is not null && hasUrl && values.WebhookUrl is null)
            faults.Add("webhook_secret", "value_error", "There is no webhook_url that it could sign for");
        validation.AddWithin("api_settings", faults);
        return hasUrl || secret is not null ? new WebhookChange(hasUrl, values.WebhookUrl, secret) : null;
    }

    /// <summary>The bytes that sign. Stars are what we showed, and mean the secret that is.</summary>
    private static byte[]? Secret(string text, RequestValidation faults)
    {
        if (!text.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            faults.Text("webhook_secret", text, MinSecretText, MaxSecretText);
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[MaxSecretBytes];
        if (Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length) && length >= MinSecretBytes)
            return bytes[..length];
        faults.Add("webhook_secret", "value_error", $"Input should be {SecretPrefix} and {MinSecretBytes} to {MaxSecretBytes} bytes as base64");
        return null;
    }
}
