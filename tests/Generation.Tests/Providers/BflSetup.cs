using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

internal static class BflSetup
{
    public static ProviderSetup For(BflEmulator emulator, params (string Key, string? Value)[] settings) => new(
    [
        ("PROVIDER_BFL_BASE_URL", emulator.Address.ToString()), ("PROVIDER_BFL_API_KEY", BflEmulator.DefaultKey), .. settings,
    ]);

    public static ProviderUnderTest Subject(BflEmulator emulator, ProviderSetup setup, ProviderRequest? request = null) => new()
    {
        Setup = setup,
        Provider = setup.Provider("bfl"),
        Request = request ?? setup.Request("bfl", "flux-2-pro"),
        Emulator = emulator,
        Sends = emulator.Switchboard,
        Polls = emulator.Polls,
        Key = BflEmulator.DefaultKey,
        SendFailures =
        [
            ("Throttled", "throttled"), ("Throttled", "throttled_body:7"), ("Overloaded", "overloaded"), ("TimedOut", "status:504"), ("Failed", "internal"),
            ("BadInput", "bad_image"), ("BadInput", "invalid"), ("BadInput", "echo_key"), ("Unauthorised", "bad_key"), ("OutOfFunds", "out_of_funds"),
            ("Gone", "not_found"), ("Unknown", "empty_object"),
        ],
        PollFailures =
        [
            ("Failed", "state:Error"), ("RefusedInput", "state:Request Moderated"), ("RefusedOutput", "state:Content Moderated"),
            ("Unknown", "state:Task not found"), ("Unknown", "not_found"), ("NoImage", "no_sample"),
        ],
    };
}
