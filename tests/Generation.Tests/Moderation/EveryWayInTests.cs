using System.Net;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Moderation;

/// <summary>Whichever way a prompt comes in, it is judged before anything is held, stored or sent, and what was blocked is noted.</summary>
public sealed class EveryWayInTests : IClassFixture<ModerationFixture>
{
    private readonly ModerationFixture _fixture;
    private readonly Guid _account = Guid.NewGuid();

    public EveryWayInTests(ModerationFixture fixture)
    {
        _fixture = fixture;
        fixture.OpenAi.Switchboard.Reset();
    }

    [Theory]
    [InlineData("/v1/generate", """{"prompt":"PROMPT"}""", "saas|basic|moderate")]
    [InlineData("/v1/batches", """{"items":[{"prompt":"fine"},{"prompt":"PROMPT"}]}""", "saas|batch|moderate")]
    [InlineData("/v1/videos", """{"prompt":"PROMPT"}""", "ours|video|moderate")]
    [InlineData("/api/generate", """{"prompt":"PROMPT"}""", "lab|basic|moderate")]
    [InlineData("/api/generate", """{"prompt":"PROMPT","settings":{"safety_level":"relaxed"}}""", "lab|basic|relaxed")]
    [InlineData("/api/generate/batch", """{"prompts":["fine","PROMPT"],"settings":{"safety_level":"none"}}""", "lab|batch|none")]
    [InlineData("/api/generate/search", """{"prompt":"fine","search_context":"PROMPT"}""", "lab|search|moderate")]
    [InlineData("/api/video/generate", """{"prompt":"PROMPT"}""", "lab|video|moderate")]
    [InlineData("/openai/v1/images/generations", """{"prompt":"PROMPT"}""", "openai|basic|moderate")]
    [InlineData("/openai/v1/images/generations", """{"prompt":"PROMPT","moderation":"low"}""", "openai|basic|relaxed")]
    [InlineData("/api/nano-banana/generate", """{"prompt":"PROMPT"}""", "kie|basic|moderate")]
    public async Task Prompt_OfAnyRoute_IsJudgedFirst(string path, string body, string origin)
    {
        using var client = _fixture.ClientOf(_account);
        var (status, text) = await ModerationFixture.SendAsync(client, "POST", path, body.Replace("PROMPT", "the ACME corp", StringComparison.Ordinal));
        status.ShouldBe(HttpStatusCode.BadRequest, text);
        text.ShouldContain("blocked by safety filter");
        if (path.StartsWith("/api/generate", StringComparison.Ordinal))
            text.ShouldBe(ModerationFixture.Blocked);
        (await _fixture.TracesOfAsync(_account)).ShouldBe((0, 1_000));
        var excerpt = path.EndsWith("search", StringComparison.Ordinal) ? "fine" : "the ACME corp";
        (await _fixture.LogOfAsync(_account)).ShouldBe($"{origin}|keyword|banned|acme corp|{excerpt}");
        _fixture.OpenAi.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_ThatPasses_AsksTheModelOnceForAllOfIt()
    {
        using var client = _fixture.ClientOf(_account);
        var (status, text) = await ModerationFixture.SendAsync(client, "POST", "/api/generate/batch", """{"prompts":["one","two","three [hate=0.9]"],"settings":{"safety_level":"none"}}""");
        status.ShouldBe(HttpStatusCode.OK, text);
        _fixture.OpenAi.Switchboard.Count.ShouldBe(0);
        var refused = await ModerationFixture.SendAsync(client, "POST", "/api/generate/batch", """{"prompts":["one","two","three [hate=0.9]"]}""");
        refused.ShouldBe((HttpStatusCode.BadRequest, ModerationFixture.Blocked));
        _fixture.OpenAi.Switchboard.Count.ShouldBe(1);
        (await _fixture.LogOfAsync(_account)).ShouldBe("lab|batch|moderate|ai|hate|hate 0.90|three [hate=0.9]");
    }

    [Fact]
    public async Task Prompt_OnTheCallersOwnKey_IsJudgedToo()
    {
        using var client = _fixture.ClientOf(_account);
        client.DefaultRequestHeaders.Add("X-API-Key", "AIza-somebodys-own");
        var answer = await ModerationFixture.SendAsync(client, "POST", "/api/generate", """{"prompt":"acme corp"}""");
        answer.ShouldBe((HttpStatusCode.BadRequest, ModerationFixture.Blocked));
    }

    [Fact]
    public async Task LongPrompt_Blocked_IsKeptAsTwoHundredWholeCharacters()
    {
        using var client = _fixture.ClientOf(_account);
        using var refused = await ModerationFixture.GenerateAsync(client, "acme corp " + string.Concat(Enumerable.Repeat("🍌", 300)), level: null);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _fixture.LogOfAsync(_account)).Split('|')[^1].ShouldBe("acme corp " + string.Concat(Enumerable.Repeat("🍌", 190)));
    }

    [Fact]
    public async Task Repeat_UnderItsKey_IsAnsweredAlsoWhenItsWordsWereBannedSince()
    {
        using var client = _fixture.ClientOf(_account);
        using (var first = await GenerationApplication.GenerateAsync(client, "a rare zorblax", "same"))
            await first.ShouldBeAsync(HttpStatusCode.Created);
        using var admin = _fixture.Instance.ClientFor(ModerationFixture.Operator);
        (await ModerationFixture.SendAsync(admin, "PUT", "/api/admin/moderation/rules", """{"keywords":["zorblax"]}""")).Status.ShouldBe(HttpStatusCode.OK);
        using (var repeat = await GenerationApplication.GenerateAsync(client, "a rare zorblax", "same"))
            await repeat.ShouldBeAsync(HttpStatusCode.Created);
        using var anew = await GenerationApplication.GenerateAsync(client, "a rare zorblax", "other");
        anew.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
