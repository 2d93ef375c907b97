using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <summary>The routes under <c>/api/settings</c>.</summary>
internal static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/api/settings").RequireUserOrKey().WithTags("Settings");

        settings.MapGet("", GetSettings.HandleAsync).WithName("GetSettings").WithSummary("Shows what the account has set.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential);

        settings.MapPut("", UpdateSettings.HandleAsync).WithName("UpdateSettings").WithSummary("Changes the fields that are sent.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);

        settings.MapGet("/providers", GetProviderPreferences.HandleAsync).WithName("GetProviderPreferences").WithSummary("Shows by whom the account wants to be served.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential);

        settings.MapPut("/providers", ReplaceProviderPreferences.HandleAsync).WithName("ReplaceProviderPreferences").WithSummary("Sets by whom the account wants to be served.")
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest);
    }
}
