using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Settings;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>Fills what a request of the Lab's leaves out: by what its account has set, else by the contract's defaults.</summary>
internal sealed class LabDefaults(SettingsStore store)
{
    public async Task<LabSettings> FillAsync(LabSettings? given, Principal caller, CancellationToken cancellationToken)
    {
        if (caller.Kind == PrincipalKind.Anonymous || given is { AspectRatio: not null, Resolution: not null })
            return LabSettings.Of(given);
        var (preferences, _) = await store.ReadWishesAsync(caller.AccountId, cancellationToken);
        return LabSettings.Of(new LabSettings(
            given?.AspectRatio ?? preferences.DefaultAspectRatio, given?.Resolution ?? preferences.DefaultResolution, given?.SafetyLevel)) with
        {
            AsSent = LabSettings.Of(given),
        };
    }
}
