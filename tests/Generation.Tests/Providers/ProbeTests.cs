using System.Net;
using System.Net.Sockets;
using NanoBanana.Generation.Providers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>The question that costs nothing, put to each provider that can be asked one.</summary>
public sealed class ProbeTests
{
    private const string Wrong = "wrong-key";

    [Theory]
    [InlineData("google", "GET /v1beta/models?pageSize=1")]
    [InlineData("openai", "GET /v1/models")]
    [InlineData("openrouter", "GET /api/v1/key")]
    public async Task HealthyProvider_Probed_IsFineByOneQuestionWithTheKey(string kind, string asked)
    {
        await using var probed = await Probed.StartAsync(kind);

        (await probed.AskAsync()).ShouldBeNull();

        var request = probed.Switchboard.Requests.ShouldHaveSingleItem();
        $"{request.Method} {request.Target}".ShouldBe(asked);
        probed.Switchboard.Rejected.ShouldBe(0);
    }

    [Theory]
    [InlineData("google", "API_KEY_INVALID")]
    [InlineData("openai", "INVALID_API_KEY")]
    [InlineData("openrouter", "ERROR 401")]
    public async Task WrongKey_Probed_IsUnauthorised(string kind, string detail)
    {
        await using var probed = await Probed.StartAsync(kind, Wrong);

        var failed = (await probed.AskAsync()).ShouldNotBeNull();

        (failed.Class, failed.Detail).ShouldBe((FailureClass.Unauthorised, detail));
    }

    [Theory]
    [InlineData("google", "overloaded", "Overloaded")]
    [InlineData("openai", "overloaded", "Overloaded")]
    [InlineData("openrouter", "error:503", "Overloaded")]
    [InlineData("google", "http:503", "Overloaded")]
    [InlineData("openai", "error_cut", "Overloaded")]
    [InlineData("google", "throttled", "Throttled")]
    [InlineData("openai", "quota", "OutOfFunds")]
    [InlineData("google", "html", "Unknown")]
    [InlineData("openrouter", "html", "Unknown")]
    [InlineData("google", "reset", "Unknown")]
    [InlineData("openai", "huge", "Unknown")]
    public async Task ProviderInTrouble_Probed_SaysWhich(string kind, string behaviour, string expected)
    {
        await using var probed = await Probed.StartAsync(kind);
        probed.Switchboard.Default = behaviour;

        (await probed.AskAsync()).ShouldNotBeNull().Class.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("openai")]
    public async Task ProviderThatIsSilent_Probed_TimedOut(string kind)
    {
        await using var probed = await Probed.StartAsync(kind);
        probed.Switchboard.Next("hang");
        using var patience = new CancellationTokenSource();

        var asking = probed.Provider.ProbeAsync(patience.Token);
        await probed.Switchboard.WaitForRequestsAsync(1);
        await patience.CancelAsync();

        (await asking).ShouldNotBeNull().Class.ShouldBe(FailureClass.TimedOut);
    }

    [Theory]
    [InlineData("google", "PROVIDER_GOOGLE")]
    [InlineData("openai", "PROVIDER_OPENAI")]
    public async Task NobodyListens_Probed_IsNotSent(string name, string variable)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var setup = new ProviderSetup((variable + "_BASE_URL", $"http://127.0.0.1:{port}"), (variable + "_API_KEY", "any"));

        var failed = (await ((IProbedProvider)setup.Provider(name)).ProbeAsync(CancellationToken.None)).ShouldNotBeNull();

        failed.Class.ShouldBe(FailureClass.NotSent);
    }

    /// <summary>A provider and the emulator that it asks.</summary>
    private sealed record Probed(ProviderSetup Setup, IProbedProvider Provider, EmulatorSwitchboard Switchboard, IAsyncDisposable Emulator) : IAsyncDisposable
    {
        public static async Task<Probed> StartAsync(string kind, string? key = null)
        {
            var name = kind == "google" ? "google" : "openai";
            (string, string?)[] settings = key is null ? [] : [(kind == "google" ? "Providers:Google:ApiKey" : "Providers:OpenAi:ApiKey", key)];
            switch (kind)
            {
                case "google":
                    var gemini = await GeminiEmulator.StartAsync();
                    return Of(ProviderSetup.For(gemini, settings), name, gemini.Switchboard, gemini);
                case "openai":
                    var openAi = await OpenAiEmulator.StartAsync();
                    return Of(ProviderSetup.For(openAi, settings), name, openAi.Switchboard, openAi);
                default:
                    var router = await OpenRouterEmulator.StartAsync();
                    return Of(ProviderSetup.For(router, settings), name, router.Switchboard, router);
            }
        }

        public Task<ProviderResult.Failed?> AskAsync() => Provider.ProbeAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Setup.DisposeAsync();
            await Emulator.DisposeAsync();
        }

        private static Probed Of(ProviderSetup setup, string name, EmulatorSwitchboard switchboard, IAsyncDisposable emulator) =>
            new(setup, (IProbedProvider)setup.Provider(name), switchboard, emulator);
    }
}
