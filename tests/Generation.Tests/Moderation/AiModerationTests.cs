using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>What the moderation model says counts by level, and a model that says nothing lets all but the strictest through.</summary>
public sealed class AiModerationTests : IClassFixture<ModerationFixture>, IAsyncLifetime
{
    private readonly ModerationFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public AiModerationTests(ModerationFixture fixture)
    {
        _fixture = fixture;
        fixture.OpenAi.Switchboard.Reset();
    }

    // A refused key opens the circuit at once, and for a minute.
    public async ValueTask InitializeAsync() => await _fixture.Instance.Services.GetRequiredService<CircuitBreakers>().ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("strict", "violence=0.29", null)]
    [InlineData("strict", "violence=0.3", "violence")]
    [InlineData("moderate", "sexual=0.59", null)]
    [InlineData("moderate", "sexual=0.6", "sexual")]
    [InlineData("relaxed", "harassment=0.84", null)]
    [InlineData("relaxed", "harassment=0.85", "hate")]
    [InlineData("relaxed", "sexual/minors=0.2", "minors")]
    [InlineData("relaxed", "sexual/minors=0.19", null)]
    [InlineData("moderate", "self-harm/intent=0.9", "self_harm")]
    [InlineData("moderate", "illicit/violent=0.7", "illegal")]
    [InlineData("none", "sexual=1", null)]
    public async Task Score_AtALevel_BlocksFromItsThresholdOn(string level, string score, string? category)
    {
        using var client = _fixture.ClientOf(_account);
        using var response = await ModerationFixture.GenerateAsync(client, $"a picture [{score}]", level);
        response.StatusCode.ShouldBe(category is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        (await _fixture.LogOfAsync(_account)).Split('|').ElementAtOrDefault(4).ShouldBe(category);
        _fixture.OpenAi.Switchboard.Count.ShouldBe(level == "none" ? 0 : 1);
        _fixture.OpenAi.Switchboard.Rejected.ShouldBe(0);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("reset")]
    [InlineData("garbage")]
    [InlineData("html")]
    [InlineData("one_short")]
    [InlineData("bad_key")]
    [InlineData("throttled")]
    [InlineData("overloaded")]
    public async Task Model_ThatDoesNotAnswer_LetsPassAndStopsOnlyTheStrict(string behaviour)
    {
        _fixture.OpenAi.Switchboard.Next(behaviour, 2);
        using var client = _fixture.ClientOf(_account);
        using (var passed = await ModerationFixture.GenerateAsync(client, "a red apple [sexual=0.99]", "moderate"))
            await passed.ShouldBeAsync(HttpStatusCode.OK);
        using var stopped = await ModerationFixture.GenerateAsync(client, "a red apple [sexual=0.99]", "strict");
        stopped.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        stopped.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        (await _fixture.TracesOfAsync(_account)).Jobs.ShouldBe(1);
        (await _fixture.LogOfAsync(_account)).ShouldBe("");
    }

    [Fact]
    public async Task Model_ThatKeepsSilent_IsNotWaitedForByEveryPrompt()
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", openAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", OpenAiEmulator.DefaultKey), ("AI_MODERATION_ENABLED", "true"),
            ("Moderation:AiTimeoutMs", "200"), ("Routing:CircuitFailures", "2"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        openAi.Switchboard.Default = "overloaded";
        for (var i = 0; i < 5; i++)
        {
            using var response = await ModerationFixture.GenerateAsync(client, "a red apple", level: null);
            await response.ShouldBeAsync(HttpStatusCode.OK);
        }

        openAi.Switchboard.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData(OpenAiEmulator.DefaultKey, "")]
    [InlineData(OpenAiEmulator.DefaultKey, "false")]
    public async Task Model_WithoutAKeyOrAtSomebodyElsesAddressOrSwitchedOff_IsNotAsked(string key, string enabled)
    {
        await using var openAi = await OpenAiEmulator.StartAsync();
        await using var application = await GenerationApplication.CreateAsync(
            ("PROVIDER_OPENAI_BASE_URL", openAi.Address.ToString()), ("PROVIDER_OPENAI_API_KEY", key), ("AI_MODERATION_ENABLED", enabled), ("DEFAULT_SAFETY_LEVEL", "strict"));
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(_account));
        using (var passed = await ModerationFixture.GenerateAsync(client, "a red apple [sexual=0.99]", level: null))
            ((string)(await passed.ShouldBeAsync(HttpStatusCode.OK))!["settings"]!["safety_level"]!).ShouldBe("strict");
        openAi.Switchboard.Count.ShouldBe(0);

        // The level of whoever names none is the operator's, in every family.
        using var lab = await ModerationFixture.GenerateAsync(client, "a naked statue", level: null);
        using var saas = await client.PostAsJsonAsync("/v1/generate", new { prompt = "a naked statue" });
        (lab.StatusCode, saas.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
        using var milder = await ModerationFixture.GenerateAsync(client, "a naked statue", "moderate");
        milder.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
