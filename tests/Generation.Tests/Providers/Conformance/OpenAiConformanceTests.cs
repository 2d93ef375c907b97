using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The OpenAI adapter's turn, in OpenAI's own dialect.</summary>
public sealed class OpenAiConformanceTests : ProviderConformance
{
    protected override string Section => "Providers:OpenAi";

    private protected override async Task<ProviderUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var emulator = await OpenAiEmulator.StartAsync();
        var setup = ProviderSetup.For(emulator, settings);
        return new ProviderUnderTest
        {
            Setup = setup,
            Provider = setup.Provider("openai"),
            Request = setup.Request("openai", "gpt-image-2"),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Key = OpenAiEmulator.DefaultKey,
            SendFailures =
            [
                ("Throttled", "throttled"), ("Overloaded", "overloaded"), ("Overloaded", "bad_gateway"), ("TimedOut", "deadline"),
                ("Failed", "server_error"), ("BadInput", "bad_size"), ("BadInput", "echo_key"), ("RefusedInput", "moderation:input"),
                ("RefusedOutput", "moderation:output"), ("NoImage", "empty_data"), ("BadImage", "bad_base64"), ("Unauthorised", "bad_key"),
                ("OutOfFunds", "billing_limit"), ("Gone", "model_gone"), ("Unknown", "no_data"),
            ],
        };
    }
}
