using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers.Conformance;

/// <summary>The Gemini adapter's turn, as a maker of videos: an order, questions, and a file that wants the key.</summary>
public sealed class GeminiVideoConformanceTests : ProviderConformance
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
            Request = setup.Request("google", "veo-3.1-generate-preview", 1280, 720, "720p"),
            Emulator = emulator,
            Sends = emulator.Switchboard,
            Polls = emulator.Polls,
            Key = GeminiEmulator.DefaultKey,
            SendFailures =
            [
                ("Throttled", "throttled"), ("Overloaded", "overloaded"), ("TimedOut", "deadline"), ("Failed", "internal"),
                ("BadInput", "bad_request"), ("BadInput", "echo_key"), ("Unauthorised", "bad_key"), ("OutOfFunds", "out_of_funds"),
                ("Gone", "not_found"), ("Unknown", "cancelled"), ("Unknown", "no_name"), ("Unknown", "foreign_name"),
            ],
            PollFailures =
            [
                ("RefusedOutput", "filtered"), ("NoImage", "no_samples"), ("NoImage", "no_response"), ("BadImage", "foreign_file:nowhere"),
                ("BadInput", "done_error:3"), ("TimedOut", "done_error:4"), ("Gone", "done_error:5"), ("Unauthorised", "done_error:7"),
                ("Throttled", "done_error:8"), ("Failed", "done_error:13"), ("Overloaded", "done_error:14"), ("Failed", "done_error:99"),
                ("Unknown", "not_found"), ("Unknown", "bad_key"), ("Unknown", "echo_key"),
            ],
        };
    }
}
