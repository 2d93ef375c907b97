using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Settings;

internal static class GetProviderPreferences
{
    public static async Task<Ok<ProviderPreferencesView>> HandleAsync(Caller caller, SettingsStore store, CancellationToken cancellationToken)
    {
        var providers = (await store.ReadWishesAsync(caller.AccountId, cancellationToken)).Providers;
        return TypedResults.Ok(new ProviderPreferencesView(providers with { Providers = providers.Providers ?? [] }));
    }
}
