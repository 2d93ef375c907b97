using System.Net;
using System.Net.Sockets;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Tests.Providers;

/// <summary>The question that costs nothing, put to each provider that can be asked one.</summary>
public sealed class ProbeTests
{
    private const string Wrong = "wrong-key";

    [Theory]
    [InlineData("google", "GET /v1beta/models?pageSize=1")]
    [InlineData("openai", "GET /v1/models")]
    [InlineData("openrouter", "GET /api/v1/key")]
    [InlineData("bfl", "GET /v1/credits")]
    [InlineData("kie", "GET /api/v1/chat/credit")]
    [InlineData("runway", "GET /v1/organization")]
    [InlineData("kling", "GET /tasks?task_ids=0")]
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
    [InlineData("bfl", "HTTP 403")]
    [InlineData("kie", "CODE 401")]
    [InlineData("runway", "HTTP 401")]
    [InlineData("kling", "AUTH_INVALID")]
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
    [InlineData("bfl", "overloaded", "Overloaded")]
    [InlineData("bfl", "throttled:7", "Throttled")]
    [InlineData("bfl", "html", "Unknown")]
    [InlineData("bfl", "garbage", "Unknown")]
    [InlineData("bfl", "cut", "Unknown")]
    [InlineData("kie", "http:503", "Overloaded")]
    [InlineData("kie", "code:503", "Overloaded")]
    [InlineData("kie", "status:503", "Overloaded")]
    [InlineData("kie", "code:455", "Overloaded")]
    [InlineData("kie", "throttled:7", "Throttled")]
    [InlineData("kie", "no_code", "Unknown")]
    [InlineData("kie", "html", "Unknown")]
    [InlineData("kie", "garbage", "Unknown")]
    [InlineData("runway", "status:503", "Overloaded")]
    [InlineData("runway", "status:429", "Throttled")]
    [InlineData("runway", "redirect:/v1/organization", "Failed")]
    [InlineData("runway", "html", "Unknown")]
    [InlineData("runway", "garbage", "Unknown")]
    [InlineData("kling", "http:503", "Overloaded")]
    [InlineData("kling", "code:5001", "Overloaded")]
    [InlineData("kling", "code200:5001", "Overloaded")]
    [InlineData("kling", "code200:1302", "Throttled")]
    [InlineData("kling", "html", "Unknown")]
    [InlineData("kling", "garbage", "Unknown")]
    public async Task ProviderInTrouble_Probed_SaysWhich(string kind, string behaviour, string expected)
    {
        await using var probed = await Probed.StartAsync(kind);
        probed.Script.Default = behaviour;

        (await probed.AskAsync()).ShouldNotBeNull().Class.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("openai")]
    [InlineData("bfl")]
    [InlineData("kie")]
    [InlineData("runway")]
    [InlineData("kling")]
    public async Task ProviderThatIsSilent_Probed_TimedOut(string kind)
    {
        await using var probed = await Probed.StartAsync(kind);
        probed.Script.Next("hang");
        using var patience = new CancellationTokenSource();

        var asking = probed.Provider.ProbeAsync(patience.Token);
        await probed.Switchboard.WaitForRequestsAsync(1);
        await patience.CancelAsync();

        (await asking).ShouldNotBeNull().Class.ShouldBe(FailureClass.TimedOut);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("openai")]
    [InlineData("bfl")]
    [InlineData("kie")]
    [InlineData("runway")]
    [InlineData("kling")]
    public async Task NobodyListens_Probed_IsNotSent(string name)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var setup = new ProviderSetup(($"Providers:{name}:BaseUrl", $"http://127.0.0.1:{port}"), ($"Providers:{name}:ApiKey", "any"));

        var failed = (await ((IProbedProvider)setup.Provider(name)).ProbeAsync(CancellationToken.None)).ShouldNotBeNull();

        failed.Class.ShouldBe(FailureClass.NotSent);
    }
}
