using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>What happens to a job when its first provider fails, over two real protocols. Google is first, OpenAI second.</summary>
public sealed class FallbackTests : IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();
    private OpenAiEmulator _openAi = null!;
    private GenerationApplication _application = null!;
    private TestService _instance = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _openAi = await OpenAiEmulator.StartAsync();
        _application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", _openAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey));
        _instance = await _application.StartInstanceAsync();
        _client = _instance.ClientFor(GenerationApplication.KeyOf(_account));
    }

    [Theory]
    [InlineData("overloaded", 4)]
    [InlineData("deadline", 4)]
    [InlineData("throttled", 1)]
    [InlineData("internal", 1)]
    [InlineData("bad_key", 1)]
    [InlineData("out_of_funds", 1)]
    [InlineData("not_found", 1)]
    [InlineData("damaged", 1)]
    public async Task OutageOrThrottle_FallsBackAndChargesOnceAsQuoted(string behaviour, int tries)
    {
        _application.Gemini.Switchboard.Default = behaviour;

        using var response = await GenerationApplication.GenerateAsync(_client, "falls back");

        var body = (await response.ShouldBeAsync(HttpStatusCode.Created))!;
        response.Headers.GetValues("X-Provider").ShouldBe(["openai"]);
        _application.Gemini.Switchboard.Count.ShouldBe(tries);
        _openAi.Switchboard.Count.ShouldBe(1);
        var view = await ViewAsync((string)body["id"]!);
        view["attempts"]!.AsArray().Count.ShouldBe(tries + 1);
        ((string)view["provider"]!, (string)view["model"]!).ShouldBe(("openai", "gpt-image-2"));
        ((int)view["receipt"]!["charged_credits"]!).ShouldBe(20);
        ((decimal)view["receipt"]!["provider_cost_usd"]!).ShouldBe(0.053m);
        view["route"]!["candidates"]!.AsArray().Select(static step => (string)step!["provider"]!).ShouldBe(["google", "openai"]);
        await BalanceIsAsync(980);
    }

    [Theory]
    [InlineData("blocked", "provider.refused_input")]
    [InlineData("finish:IMAGE_SAFETY", "provider.refused_output")]
    [InlineData("bad_request", "provider.bad_input")]
    [InlineData("text_only", "provider.no_image")]
    [InlineData("reset", "generation.outcome_unknown")]
    public async Task RefusalBadInputOrLostAnswer_NeverWandersAndIsNotCharged(string behaviour, string code)
    {
        _application.Gemini.Switchboard.Default = behaviour;

        using var response = await GenerationApplication.GenerateAsync(_client, "stays");

        response.IsSuccessStatusCode.ShouldBeFalse();
        response.Headers.GetValues("X-Error-Code").ShouldBe([code]);
        _openAi.Switchboard.Count.ShouldBe(0);
        await BalanceIsAsync(1000);
    }

    [Fact]
    public async Task DamagedImagesInARow_OpenTheCircuitAsOtherFailuresDo()
    {
        _application.Gemini.Switchboard.Default = "damaged";
        for (var i = 0; i < 6; i++)
        {
            using var response = await GenerationApplication.GenerateAsync(_client, $"damaged {i}");
            await response.ShouldBeAsync(HttpStatusCode.Created);
        }

        _application.Gemini.Switchboard.Count.ShouldBe(5);
        _openAi.Switchboard.Count.ShouldBe(6);
    }

    [Fact]
    public async Task RefusalWithLeave_IsAskedElsewhere()
    {
        _application.Gemini.Switchboard.Default = "blocked";

        using var response = await _client.PostAsJsonAsync("/v1/generate", new { prompt = "asked twice", fallback_on_refusal = true });

        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe(["openai"]);
    }

    [Fact]
    public async Task AllFail_TheCallerReadsTheFirstReasonAndPaysNothing()
    {
        _application.Gemini.Switchboard.Default = "throttled:7s";
        _openAi.Switchboard.Default = "bad_key";

        using var response = await GenerationApplication.GenerateAsync(_client, "nobody");

        response.Headers.GetValues("X-Error-Code").ShouldBe(["provider.throttled"]);
        await BalanceIsAsync(1000);
    }

    [Fact]
    public async Task FallbackSwitchedOff_TheFirstFailureStands()
    {
        await using var strict = await _application.StartInstanceAsync(("ENABLE_FALLBACK", "false"));
        using var client = strict.ClientFor(GenerationApplication.KeyOf(_account));
        _application.Gemini.Switchboard.Default = "internal";

        using var response = await GenerationApplication.GenerateAsync(client, "alone");

        response.IsSuccessStatusCode.ShouldBeFalse();
        _openAi.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task NamedProviderThatFails_IsReplacedAndTheCallerIsTold()
    {
        _openAi.Switchboard.Default = "server_error";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = JsonContent.Create(new { prompt = "named" }) };
        request.Headers.Add("X-Provider", "openai");

        using var response = await _client.SendAsync(request);

        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe(["google"]);
        response.Headers.GetValues("X-Generation-Warnings").ShouldBe(["provider_substituted"]);
    }

    [Fact]
    public async Task ProcessDiesInTheMiddleOfTheChain_AnotherGoesOnFromThere()
    {
        _application.Gemini.Switchboard.Default = "overloaded";
        var hold = new TaskCompletionSource();
        _openAi.Switchboard.Until = hold.Task;
        var call = GenerationApplication.GenerateAsync(_client, "goes on");
        await _openAi.Switchboard.WaitForRequestsAsync(1);
        await _application.ScalarAsync("UPDATE generation.attempts SET state = 'failed', failure = 'failed', detail = 'x' WHERE provider = 'openai'");
        await _application.ScalarAsync("UPDATE generation.jobs SET lease_owner = gen_random_uuid(), lease_until = now() - interval '1 second'");
        await using var other = await _application.StartInstanceAsync();
        await _application.EventuallyAsync(
            async () => (string?)await _application.ScalarAsync("SELECT state FROM generation.jobs") == "failed", "the other process ends it after the last of the route");
        hold.SetResult();
        using var answer = await call;
        answer.IsSuccessStatusCode.ShouldBeFalse();
        await BalanceIsAsync(1000);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        await _openAi.DisposeAsync();
    }

    private async Task<JsonNode> ViewAsync(string id)
    {
        using var response = await _client.GetAsync(new Uri($"/v1/generations/{id}", UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private Task BalanceIsAsync(long available) => _application.EventuallyAsync(async () =>
    {
        var view = await _application.AccountAsync(_account);
        return (long)view["available"]! == available && (long)view["held"]! == 0;
    }, $"{available} credits are available and none held");
}
