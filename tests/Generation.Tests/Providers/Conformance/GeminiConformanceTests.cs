using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The Gemini adapter's turn.</summary>
public sealed class GeminiConformanceTests : ProviderConformance
{
    protected override string Section => "Providers:Google";

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await GeminiEmulator.StartAsync();
        var setup = ProviderSetup.For(emulator, settings);
        return new ProviderUnderTest
        {
            Setup = setup,
            Provider = setup.Provider("google"),
            Request = setup.Request("google", "gemini-nano-banana-2.1"),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Key = GeminiEmulator.DefaultKey,
            SendFailures =
            [
                ("Throttled", "throttled"), ("Overloaded", "overloaded"), ("Overloaded", "bad_gateway"), ("TimedOut", "deadline"),
                ("Failed", "internal"), ("BadInput", "bad_request"), ("BadInput", "echo_key"), ("RefusedInput", "blocked"),
                ("RefusedOutput", "finish:IMAGE_SAFETY"), ("NoImage", "text_only"), ("BadImage", "bad_base64"),
                ("Unauthorised", "bad_key"), ("OutOfFunds", "out_of_funds"), ("Gone", "not_found"), ("Unknown", "cancelled"),
            ],
        };
    }
}
