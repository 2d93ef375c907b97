using NanoBanana.Contracts.Events;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What is asked of a webhook's fields wherever they are sent.</summary>
internal static class WebhookFields
{
    private const int LongestShown = 64;

    /// <summary>The types once each; null when none were sent.</summary>
    public static IReadOnlyList<string>? Types(IReadOnlyList<string?>? types, RequestValidation validation)
    {
        if (types is null)
            return null;
        if (types.Count == 0)
            validation.Add("types", "too_short", "List should have at least 1 item");
        else if (types.FirstOrDefault(static type => !EventTypes.ForWebhooks.Contains(type)) is { } unknown)
            validation.Add("types", "literal_error", $"There is no event type '{(unknown.Length > LongestShown ? unknown[..LongestShown] : unknown)}'");
        else if (types.Contains(null))
            validation.Add("types", "string_type", "Items should be strings");
        return [.. types.OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
