using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Settings;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>Fills what a request of the Lab's leaves out: by what its account has set, else by what the operator has, else by the contract's defaults.</summary>
internal sealed class LabDefaults(SettingsStore store, IOptions<ModerationOptions> moderation)
{
    public async Task<LabSettings> FillAsync(LabSettings? given, Principal caller, CancellationToken cancellationToken)
    {
        if (caller.Kind == PrincipalKind.Anonymous || given is { AspectRatio: not null, Resolution: not null })
            return WithLevel(given) with { AsSent = given?.SafetyLevel is null ? LabSettings.Of(given) : null };
        var (preferences, _) = await store.ReadWishesAsync(caller.AccountId, cancellationToken);
        return WithLevel(new LabSettings(
            given?.AspectRatio ?? preferences.DefaultAspectRatio, given?.Resolution ?? preferences.DefaultResolution, given?.SafetyLevel)) with
        {
            AsSent = LabSettings.Of(given),
        };
    }

    /// <summary>By what the operator has set alone: for settings that have the account's own already.</summary>
    public LabSettings WithLevel(LabSettings? given)
    {
        var filled = LabSettings.Of(given);
        return given?.SafetyLevel is null ? filled with { SafetyLevel = moderation.Value.DefaultLevel } : filled;
    }
}
