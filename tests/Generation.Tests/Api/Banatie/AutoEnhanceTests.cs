using System.Net;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary>An image of a prompt that is enhanced first.</summary>
public sealed class AutoEnhanceTests(BanatieFixture fixture) : IClassFixture<BanatieFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Enhanced_TheImageIsMadeOfTheBetterPromptAndBothAreTold()
    {
        fixture.Gemini.Next("""says:{"prompt":"A majestic mountain at dawn","language":"fr"}""");
        using var client = fixture.ClientOf(_account);

        var made = (await client.MakeAsync(new { prompt = "une montagne", filename = "m", autoEnhance = true, enhancementOptions = new { imageStyle = "comic", mood = "calm" } }))
            .ShouldBe(HttpStatusCode.OK);

        made.Body["data"]!["promptEnhancement"]!.ToJsonString().ShouldBe(
            """{"originalPrompt":"une montagne","enhancedPrompt":"A majestic mountain at dawn","detectedLanguage":"fr","appliedTemplate":"comic_panel","enhancements":["style_enhancement","lighting_enhancement","composition_improvement","mood_enhancement","detail_enhancement","translation"]}""");
        ((string)made.Body["data"]!["description"]!).ShouldBe("A majestic mountain at dawn");
        fixture.Gemini.Requests.Select(static request => request.Body.Contains("A majestic mountain at dawn", StringComparison.Ordinal)).ShouldBe([false, true]);
    }

    [Fact]
    public async Task RepeatUnderAKey_TellsTheSameAndAsksNoModelAgain()
    {
        fixture.Gemini.Next("""says:{"prompt":"The first answer","language":"en"}""");
        using var client = fixture.ClientOf(_account);
        using var there = fixture.Second.ClientFor(GenerationApplication.KeyOf(_account));
        var body = new { prompt = "a boat", filename = "boat", autoEnhance = true };
        var first = (await client.MakeAsync(body, "k")).ShouldBe(HttpStatusCode.OK);

        foreach (var caller in new[] { client, there })
            (await caller.MakeAsync(body, "k")).ShouldBe(HttpStatusCode.OK, first.Body.ToJsonString());

        fixture.Gemini.Count.ShouldBe(2);
        (await client.MakeAsync(new { prompt = "a boat", filename = "boat", autoEnhance = true, enhancementOptions = new { mood = "calm" } }, "k")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ManyUnderOneKey_WhileAModelAnswersEachOtherwise_AreOneImage()
    {
        using var client = fixture.ClientOf(_account);
        using var there = fixture.Second.ClientFor(GenerationApplication.KeyOf(_account));
        for (var i = 0; i < 8; i++)
            fixture.Gemini.Next($$"""says:{"prompt":"answer {{i}}","language":"en"}""");
        var body = new { prompt = "a race", filename = "race", autoEnhance = true };

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? client : there).MakeAsync(body, "k")));

        made.Select(static one => one.ShouldBe(HttpStatusCode.OK).Body.ToJsonString()).Distinct().ShouldHaveSingleItem();
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account AND image_count > 0", ("account", _account))).ShouldBe(1L);
    }

    [Theory]
    [InlineData("overloaded")]
    [InlineData("garbage")]
    [InlineData("says:no JSON")]
    [InlineData("says:[]")]
    [InlineData("says:{\"prompt\":7}")]
    [InlineData("says:{\"prompt\":\"a naked child\"}")]
    public async Task ModelWithoutAUsefulAnswer_TheTemplateEnhances(string behaviour)
    {
        fixture.Gemini.Next(behaviour);
        using var client = fixture.ClientOf(_account);

        var made = (await client.MakeAsync(new { prompt = "a mug", filename = "mug", autoEnhance = true, enhancementOptions = new { imageStyle = "product" } })).ShouldBe(HttpStatusCode.OK);

        var enhancement = made.Body["data"]!["promptEnhancement"]!;
        ((string)enhancement["appliedTemplate"]!, (string)enhancement["detectedLanguage"]!).ShouldBe(("product_shot", "en"));
        ((string)enhancement["enhancedPrompt"]!).ShouldStartWith("a mug, commercial product photograph, softbox studio light");
    }

    [Fact]
    public async Task UnsafeWords_AnywhereInWhatIsAsked_AreRefusedBeforeAModelReadsThem()
    {
        using var client = fixture.ClientOf(_account);
        foreach (var body in new object[]
        {
            new { prompt = "a naked child", filename = "x", autoEnhance = true },
            new { prompt = "a beach", filename = "x", autoEnhance = true, enhancementOptions = new { mood = "naked child" } },
            new { prompt = "a naked child", filename = "x" },
        })
        {
            (await client.MakeAsync(body)).ShouldBe(HttpStatusCode.BadRequest, """
                {"success":false,"message":"Image generation failed","error":"The prompt was blocked by safety filter"}
                """);
        }

        fixture.Gemini.Count.ShouldBe(0);
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account", ("account", _account))).ShouldBe(0L);

        // What shall not be seen is where such words belong.
        (await client.MakeAsync(new { prompt = "a beach", filename = "x", enhancementOptions = new { negativePrompts = new[] { "naked child" } } })).ShouldBe(HttpStatusCode.OK);
    }
}
