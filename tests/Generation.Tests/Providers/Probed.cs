using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>A provider and the emulator that it asks how it is.</summary>
/// <param name="Switchboard">Remembers the requests.</param>
/// <param name="Script">Decides the answer.</param>
internal sealed record Probed(
    ProviderSetup Setup, IProbedProvider Provider, EmulatorSwitchboard Switchboard, EmulatorSwitchboard Script, IAsyncDisposable Emulator)
    : IAsyncDisposable
{
    /// <param name="kind">The wire name, or <c>openrouter</c>.</param>
    /// <param name="key">The emulator's own unless given.</param>
    public static async Task<Probed> StartAsync(string kind, string? key = null)
    {
        switch (kind)
        {
            case "google":
                var gemini = await GeminiEmulator.StartAsync();
                return Of(kind, gemini.Address, key ?? GeminiEmulator.DefaultKey, gemini.Switchboard, gemini.Switchboard, gemini);
            case "openai":
                var openAi = await OpenAiEmulator.StartAsync();
                return Of(kind, openAi.Address, key ?? OpenAiEmulator.DefaultKey, openAi.Switchboard, openAi.Switchboard, openAi);
            case "openrouter":
                var router = await OpenRouterEmulator.StartAsync();
                return Of(
                    "openai", router.Address, key ?? OpenRouterEmulator.DefaultKey, router.Switchboard, router.Switchboard, router,
                    ("Providers:OpenAi:Dialect", "openrouter"));
            case "bfl":
                var bfl = await BflEmulator.StartAsync();
                return Of(kind, bfl.Address, key ?? BflEmulator.DefaultKey, bfl.Switchboard, bfl.Switchboard, bfl);
            case "kie":
                var kie = await KieEmulator.StartAsync();
                return Of(kind, kie.Address, key ?? KieEmulator.DefaultKey, kie.Switchboard, kie.Switchboard, kie);
            case "runway":
                var runway = await RunwayEmulator.StartAsync();
                return Of(kind, runway.Address, key ?? RunwayEmulator.DefaultKey, runway.Switchboard, runway.Switchboard, runway);
            case "kling":
                // Its question is like any other after an order.
                var kling = await KlingEmulator.StartAsync();
                return Of(kind, kling.Address, key ?? KlingEmulator.DefaultKey, kling.Switchboard, kling.Polls, kling);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such emulator.");
        }
    }

    public Task<ProviderResult.Failed?> AskAsync() => Provider.ProbeAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Setup.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private static Probed Of(
        string name, Uri address, string key, EmulatorSwitchboard switchboard, EmulatorSwitchboard script, IAsyncDisposable emulator,
        params (string Key, string? Value)[] settings)
    {
        var setup = new ProviderSetup([($"Providers:{name}:BaseUrl", address.ToString()), ($"Providers:{name}:ApiKey", key), .. settings]);
        return new Probed(setup, (IProbedProvider)setup.Provider(name), switchboard, script, emulator);
    }
}
