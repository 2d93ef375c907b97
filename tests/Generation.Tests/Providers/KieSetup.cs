using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Tests.Providers.Conformance;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

internal static class KieSetup
{
    public static ProviderSetup For(KieEmulator emulator, params (string Key, string? Value)[] settings) => new(
    [
        ("PROVIDER_KIE_BASE_URL", emulator.Address.ToString()), ("PROVIDER_KIE_API_KEY", KieEmulator.DefaultKey), .. settings,
    ]);

    public static ProviderUnderTest Subject(KieEmulator emulator, ProviderSetup setup, ProviderRequest? request = null) => new()
    {
        Setup = setup,
        Provider = setup.Provider("kie"),
        Request = request ?? setup.Request("kie", "nano-banana-2"),
        Emulator = emulator,
        Sends = emulator.Switchboard,
        Polls = emulator.Polls,
        Key = KieEmulator.DefaultKey,
        SendFailures =
        [
            ("Throttled", "code:429"), ("Overloaded", "code:455"), ("Overloaded", "http:503"), ("TimedOut", "code:408"), ("Failed", "code:500"),
            ("Failed", "code:501"), ("BadInput", "code:422"), ("BadInput", "echo_key"), ("Unauthorised", "code:401"), ("OutOfFunds", "code:402"),
            ("OutOfFunds", "code:433"), ("Gone", "code:404"), ("Gone", "code:505"), ("Unknown", "no_task"),
        ],
        PollFailures =
        [
            ("Failed", "fail:500"), ("Failed", "code:501"), ("BadInput", "fail:422"), ("Unknown", "code:422"), ("Unknown", "status:404"),
            ("NoImage", "result:{}"),
        ],
    };
}
