using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <param name="ProviderPreferences">Replaces all that was set before.</param>
internal sealed record ReplaceProviderPreferencesRequest(ProviderPreferences? ProviderPreferences);

internal static class ReplaceProviderPreferences
{
    private const string Part = "provider_preferences";

    public static async Task<Results<Ok<SavedProviderPreferencesView>, FailureResult>> HandleAsync(
        ReplaceProviderPreferencesRequest body, Caller caller, ProviderDirectory providers, SettingsStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.ProviderPreferences is not { } wished)
            validation.Add(Part, "missing", "Field required");
        else
            Check(wished.Providers ?? [], [.. providers.All.Select(static provider => provider.Name)], validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var saved = body.ProviderPreferences! with { Providers = body.ProviderPreferences.Providers ?? [] };
        var at = await store.SaveProvidersAsync(caller.AccountId, saved, cancellationToken);
        return TypedResults.Ok(new SavedProviderPreferencesView(Success: true, saved, at));
    }

    private static void Check(IReadOnlyList<ProviderPreference?> listed, string[] names, RequestValidation validation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (listed.Count > names.Length)
            validation.Add($"{Part} -> providers", "too_long", $"List should have at most {names.Length} items, one for each provider");
        for (var i = 0; i < Math.Min(listed.Count, names.Length); i++)
        {
            var at = $"{Part} -> providers -> {i}";
            if (listed[i]?.Provider is not { } name)
            {
                validation.Add($"{at} -> provider", "missing", "Field required");
                continue;
            }

            validation.OneOf($"{at} -> provider", name, names);
            if (!seen.Add(name))
                validation.Add($"{at} -> provider", "value_error", "Each provider may be listed once");
            validation.Range($"{at} -> priority", listed[i]!.Priority, 1, int.MaxValue);
            validation.Range($"{at} -> max_daily_usage", listed[i]!.MaxDailyUsage ?? 0, 0, int.MaxValue);
        }
    }
}
