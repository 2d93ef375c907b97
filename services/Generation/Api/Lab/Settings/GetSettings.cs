using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Settings;

internal static class GetSettings
{
    public static async Task<Ok<SettingsView>> HandleAsync(Caller caller, SettingsStore store, CancellationToken cancellationToken)
    {
        var settings = await store.ReadAsync(caller.AccountId, cancellationToken);
        return TypedResults.Ok(new SettingsView(settings.Preferences, ApiSettings.Of(settings), settings.UpdatedAt));
    }
}
