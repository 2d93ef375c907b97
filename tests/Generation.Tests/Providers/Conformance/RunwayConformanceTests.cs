using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The Runway adapter's turn, for images and for videos.</summary>
public abstract class RunwayConformance : ProviderConformance
{
    protected override string Section => "Providers:Runway";

    private protected abstract ProviderRequest Ask(ProviderSetup setup);

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await RunwayEmulator.StartAsync();
        var setup = new ProviderSetup(
            [("PROVIDER_RUNWAY_BASE_URL", emulator.Address.ToString()), ("PROVIDER_RUNWAY_API_KEY", RunwayEmulator.DefaultKey), .. settings]);
        return new ProviderUnderTest
        {
            Setup = setup,
            Provider = setup.Provider("runway"),
            Request = Ask(setup),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Polls = emulator.Polls,
            Key = RunwayEmulator.DefaultKey,
            SendFailures =
            [
                ("BadInput", "bad_request"), ("BadInput", "refused"), ("OutOfFunds", "no_credits"), ("Unauthorised", "bad_key"),
                ("Gone", "bad_request:model"), ("Throttled", "daily_limit"), ("Failed", "status:500"), ("Overloaded", "status:502"),
                ("Overloaded", "status:503"), ("TimedOut", "status:504"), ("Unknown", "no_id"), ("Unknown", "bad_id"), ("Unknown", "taken_reset"),
            ],
            PollFailures =
            [
                ("RefusedInput", "failed:SAFETY.INPUT.TEXT"), ("RefusedOutput", "failed:SAFETY.OUTPUT.VIDEO"), ("BadInput", "failed:ASSET.INVALID"),
                ("Overloaded", "failed:THIRD_PARTY.UNAVAILABLE"), ("NoImage", "failed:INTERNAL.BAD_OUTPUT.CODE01"), ("Failed", "failed"),
                ("Failed", "cancelled"), ("Unknown", "unknown"), ("NoImage", "empty"), ("BadImage", "bad_address"),
            ],
        };
    }
}

/// <summary>An image.</summary>
public sealed class RunwayImageConformanceTests : RunwayConformance
{
    private protected override ProviderRequest Ask(ProviderSetup setup) => setup.Request("runway", "gen4_image", 1920, 1080);
}

/// <summary>A video.</summary>
public sealed class RunwayVideoConformanceTests : RunwayConformance
{
    private protected override ProviderRequest Ask(ProviderSetup setup) =>
        setup.Request("runway", "gen4.5", 1280, 720, "720p") with { DurationSeconds = 5 };
}
