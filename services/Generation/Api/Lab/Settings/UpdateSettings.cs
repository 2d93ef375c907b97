using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Settings;

/// <summary>Only the fields that are sent change; one that is null goes back to its default.</summary>
/// <param name="Preferences">Fields of <see cref="Generation.Settings.Preferences"/>.</param>
/// <param name="ApiSettings">Fields of <see cref="Settings.ApiSettings"/>.</param>
internal sealed record UpdateSettingsRequest(JsonElement? Preferences, JsonElement? ApiSettings);

internal static class UpdateSettings
{
    public static async Task<Results<Ok<SavedSettingsView>, FailureResult>> HandleAsync(
        UpdateSettingsRequest body, Caller caller, SettingsReader reader, SettingsStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var change = reader.Read(body, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        byte[]? made;
        try
        {
            made = await store.SaveAsync(caller.AccountId, change, cancellationToken);
        }
        catch (WebhookNeedsUrlException)
        {
            validation.Add("api_settings -> webhook_secret", "value_error", "There is no webhook_url that it could sign for");
            return (FailureResult)validation.Failure;
        }

        var settings = await store.ReadAsync(caller.AccountId, cancellationToken);
        return TypedResults.Ok(new SavedSettingsView(Success: true, settings.Preferences, ApiSettings.Of(settings, made), settings.UpdatedAt));
    }
}
