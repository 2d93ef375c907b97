using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The OpenAI adapter's turn, in OpenRouter's dialect.</summary>
public sealed class OpenRouterConformanceTests : ProviderConformance
{
    protected override string Section => "Providers:OpenAi";

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await OpenRouterEmulator.StartAsync();
        var setup = ProviderSetup.For(emulator, settings);
        return new ProviderUnderTest
        {
            Setup = setup,
            Provider = setup.Provider("openai"),
            Request = setup.Request("openrouter", "google/gemini-3-pro-image"),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Key = OpenRouterEmulator.DefaultKey,
            SendFailures =
            [
                ("Throttled", "throttled:7"), ("Overloaded", "error:502"), ("TimedOut", "error:408"), ("Failed", "error:500"), ("Failed", "run_error:502"),
                ("BadInput", "error:400"), ("BadInput", "echo_key"), ("RefusedInput", "moderation"), ("NoImage", "empty_data"), ("BadImage", "bad_base64"),
                ("Unauthorised", "error:401"), ("OutOfFunds", "out_of_credits"), ("Gone", "error:404"), ("Unknown", "no_data"),
            ],
        };
    }
}
