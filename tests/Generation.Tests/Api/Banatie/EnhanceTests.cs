using System.Net;

namespace NanoBanana.Generation.Tests.Api.Banatie;

/// <summary><c>POST /api/enhance</c>.</summary>
public sealed class EnhanceTests(BanatieFixture fixture) : IClassFixture<BanatieFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Prompt_AModelThere_AnswersWhatItWrote()
    {
        fixture.Gemini.Next("""says:{"prompt":" A breathtaking landscape ","language":"de"}""");
        using var client = fixture.ClientOf(_account);

        (await client.CallAsync(BanatieCalls.Enhance, new { prompt = " eine Landschaft ", options = new { imageStyle = "photorealistic", aspectRatio = "landscape", cameraAngle = "from above" } }))
            .ShouldBe(HttpStatusCode.OK, """
                {"success":true,"originalPrompt":"eine Landschaft","enhancedPrompt":"A breathtaking landscape","detectedLanguage":"de","appliedTemplate":"photorealistic_scene",
                 "metadata":{"style":"photorealistic","aspectRatio":"landscape","enhancements":["style_enhancement","lighting_enhancement","composition_improvement","camera_angle","detail_enhancement","translation"]}}
                """);

        var asked = fixture.Gemini.Requests.ShouldHaveSingleItem().Body;
        asked.ShouldContain("from above");
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account", ("account", _account))).ShouldBe(0L);
        ((long)(await fixture.Application.AccountAsync(_account))["available"]!).ShouldBe(1_000);
    }

    [Theory]
    [InlineData("text", "a lake, photorealistic landscape photography, at night, layered foreground", ". Avoid: fog, people.")]
    [InlineData("markdown", "a lake\n\n- **Style:** photorealistic landscape photography\n- **Lighting:** at night", "\n- **Avoid:** fog, people")]
    [InlineData("detailed", "a lake. Style: photorealistic landscape photography. Lighting: at night. Composition: ", ". Avoid: fog, people.")]
    public async Task NoModel_TheTemplateWritesInEveryFormatAndSaysTheSameTwice(string format, string begins, string ends)
    {
        fixture.Gemini.Default = "overloaded";
        using var client = fixture.ClientOf(_account);
        var body = new { prompt = "a lake.", options = new { lighting = "at night", outputFormat = format, negativePrompts = new[] { "fog", " people " } } };

        var first = (await client.CallAsync(BanatieCalls.Enhance, body)).ShouldBe(HttpStatusCode.OK);

        var text = (string)first.Body["enhancedPrompt"]!;
        text.ShouldStartWith(begins);
        text.ShouldEndWith(ends);
        ((string)first.Body["appliedTemplate"]!, (string)first.Body["detectedLanguage"]!).ShouldBe(("scenic_landscape", "en"));
        first.Body["metadata"]!["enhancements"]!.AsArray().Select(static name => (string)name!).ShouldContain("negative_prompts");
        (await client.CallAsync(BanatieCalls.Enhance, body)).ShouldBe(HttpStatusCode.OK, first.Body.ToJsonString());
    }

    [Fact]
    public async Task Prompts_AtTheirLimits_AreEnhancedAndLongerOnesRefused()
    {
        using var client = fixture.ClientOf(_account);
        fixture.Gemini.Default = "overloaded";
        foreach (var prompt in new[] { "x", string.Concat(Enumerable.Repeat("🍌", 5_000)) })
            ((string)(await client.CallAsync(BanatieCalls.Enhance, new { prompt })).ShouldBe(HttpStatusCode.OK).Body["enhancedPrompt"]!).ShouldStartWith(prompt);
        var refused = (await client.CallAsync(BanatieCalls.Enhance, new { prompt = new string('x', 5_001) })).ShouldBe(HttpStatusCode.BadRequest);
        ((string)refused.Body["error"]!).ShouldBe("Validation failed: Prompt must be 1 to 5000 characters");
    }

    [Fact]
    public async Task NothingWanted_TheMetadataSaysSo()
    {
        fixture.Gemini.Default = "overloaded";
        using var client = fixture.ClientOf(_account);
        var answer = (await client.CallAsync(BanatieCalls.Enhance, new { prompt = "a robot" })).ShouldBe(HttpStatusCode.OK).Body;
        ((string)answer["appliedTemplate"]!, answer["metadata"]!["style"], answer["metadata"]!["aspectRatio"]).ShouldBe(("general_scene", null, null));
    }
}
