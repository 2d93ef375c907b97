using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The Kling adapter's turn, in both designs and with both kinds of keys.</summary>
public abstract class KlingConformance : ProviderConformance
{
    protected override string Section => "Providers:Kling";

    /// <summary>Of an account of two keys.</summary>
    private protected virtual string? Secret => null;

    private protected abstract ProviderRequest Ask(ProviderSetup setup);

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await KlingEmulator.StartAsync(secret: Secret);
        var setup = new ProviderSetup(
        [
            ("PROVIDER_KLING_BASE_URL", emulator.Address.ToString()), ("PROVIDER_KLING_API_KEY", KlingEmulator.DefaultKey), ("PROVIDER_KLING_SECRET_KEY", Secret), .. settings,
        ]);
        return new ProviderUnderTest
        {
            Setup = setup,
            Provider = setup.Provider("kling"),
            Request = Ask(setup),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Polls = emulator.Polls,
            Key = Secret ?? KlingEmulator.DefaultKey,
            SendFailures =
            [
                ("Unauthorised", "code:1000"), ("Unauthorised", "code200:1004"), ("OutOfFunds", "code:1102"), ("Unauthorised", "code:1103"),
                ("BadInput", "code:1201"), ("Gone", "code:1203"), ("RefusedInput", "code:1301"), ("Throttled", "code:1302"),
                ("Throttled", "code200:1303"), ("Overloaded", "code:5000"), ("Overloaded", "code200:5001"), ("TimedOut", "code:5002"),
                ("BadInput", "code:1999"), ("Failed", "code200:1999"), ("Failed", "http:500"), ("Overloaded", "http:502"),
                ("Unknown", "no_data"), ("Unknown", "bad_id"), ("Unknown", "taken_reset"),
            ],
            PollFailures =
            [
                ("Failed", "failed"), ("RefusedInput", "failed_code:1301"), ("Unknown", "unknown"), ("NoImage", "empty"), ("BadImage", "bad_address"),
            ],
        };
    }
}

/// <summary>An image: the old design.</summary>
public sealed class KlingImageConformanceTests : KlingConformance
{
    private protected override ProviderRequest Ask(ProviderSetup setup) => setup.Request("kling", "kling-v3", 1280, 720);
}

/// <summary>A video of the old design.</summary>
public sealed class KlingOldVideoConformanceTests : KlingConformance
{
    private protected override ProviderRequest Ask(ProviderSetup setup) =>
        setup.Request("kling", "kling-v2-6", 1280, 720, "1080p") with { DurationSeconds = 10 };
}

/// <summary>A video: the new design.</summary>
public sealed class KlingVideoConformanceTests : KlingConformance
{
    private protected override ProviderRequest Ask(ProviderSetup setup) =>
        setup.Request("kling", "kling-3.0", 1280, 720, "720p") with { DurationSeconds = 5 };
}

/// <summary>An account of two keys, which shows tokens.</summary>
public sealed class KlingTokenConformanceTests : KlingConformance
{
    private protected override string Secret => "emulator-kling-secret-0123456789";

    private protected override ProviderRequest Ask(ProviderSetup setup) => setup.Request("kling", "kling-v3");
}
