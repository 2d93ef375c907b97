using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Tests.Templates;
using NanoBanana.Testing.Emulators;
using static NanoBanana.Generation.Tests.Prompts.PromptCalls;

namespace NanoBanana.Generation.Tests.Prompts;

/// <summary><c>POST /api/prompts/generate</c>: a text model's prompts where one can be asked, and composed ones otherwise.</summary>
public sealed class GeneratePromptsTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>, IAsyncLifetime
{
    private readonly Guid _account = Guid.NewGuid();

    private EmulatorSwitchboard Gemini => fixture.Application.Gemini.Switchboard;

    public async ValueTask InitializeAsync()
    {
        Gemini.Reset();
        await fixture.Instance.Services.GetRequiredService<CircuitBreakers>().ResetAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Model_Asked_ItsPromptsAreKept()
    {
        Says(["a first prompt", " a second prompt ", "a second prompt", "a third prompt"]);
        using var client = fixture.ClientOf(_account);
        var made = await GenerateAsync(client, new { category = "portrait", style = "film noir", count = 2, language = "ja" });
        ((int)made["count"]!, (string)made["category"]!, (bool)made["saved"]!).ShouldBe((2, "portrait", true));
        made.AsObject().Select(static field => field.Key).ShouldBe(["prompts", "count", "category", "saved"]);
        Texts(made).ShouldBe(["a first prompt", "a second prompt"]);
        var prompt = made["prompts"]![0]!;
        prompt.ToJsonString().ShouldBe(
            $$"""{"id":"{{prompt["id"]}}","text":"a first prompt","description":null,"category":"custom","tags":["portrait"],"style":"film noir","is_favorite":false,"created_at":"{{prompt["created_at"]}}","language":"ja"}""");
        (await JsonAsync(client, "?language=ja&category=custom"))["prompts"]!.ToJsonString().ShouldBe(made["prompts"]!.ToJsonString());
        var asked = Gemini.Requests.ShouldHaveSingleItem().Body;
        (asked.Contains("film noir", StringComparison.Ordinal), asked.Contains("exactly 2", StringComparison.Ordinal), asked.Contains("language ja", StringComparison.Ordinal)).ShouldBe((true, true, true));
    }

    [Theory]
    [InlineData("overloaded")]
    [InlineData("garbage")]
    [InlineData("throttled")]
    [InlineData("max_tokens")]
    [InlineData("blocked")]
    [InlineData("says:no JSON")]
    [InlineData("says:{\"prompts\":1}")]
    [InlineData("says:[1,null,\"\",\"  \",\"\\u0000\",{}]")]
    public async Task ModelThatHasNothingOfUse_TheyAreComposed(string behaviour)
    {
        Gemini.Next(behaviour);
        using var client = fixture.ClientOf(_account);
        var made = await GenerateAsync(client, new { category = "food", language = "zh-CN" });
        (Texts(made).Distinct().Count(), (int)made["count"]!, Gemini.Count).ShouldBe((10, 10, 1));
        made["prompts"]!.AsArray().ShouldAllBe(static prompt => (string)prompt!["language"]! == "en");
    }

    [Fact]
    public async Task ModelThatLeavesSomethingOut_TheRestIsComposed()
    {
        Says(["a good prompt", "naked children", new string('x', 2_001)]);
        using var client = fixture.ClientOf(_account);
        var made = await GenerateAsync(client, new { category = "food", count = 5 });
        (Texts(made)[0], Texts(made).Distinct().Count(), Texts(made).Any(static text => text.Contains("naked", StringComparison.Ordinal) || text.Length > 2_000)).ShouldBe(("a good prompt", 5, false));
    }

    [Fact]
    public async Task ModelThatFailsTimeAfterTime_IsLeftAloneAndNothingIsNoticed()
    {
        await using var application = await Jobs.GenerationApplication.CreateAsync();
        var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(Jobs.GenerationApplication.KeyOf(_account));
        application.Gemini.Switchboard.Default = "bad_key";
        for (var i = 0; i < 3; i++)
            Texts(await GenerateAsync(client, new { category = "food", count = 1 })).Count.ShouldBe(1);
        application.Gemini.Switchboard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_IsServedWithoutAskingTheModel()
    {
        using var nobody = fixture.Nobody();
        Texts(await GenerateAsync(nobody, new { category = "scifi", count = 1 })).Count.ShouldBe(1);
        Gemini.Count.ShouldBe(0);
    }

    [Fact]
    public async Task OwnKey_IsWhatPays_AlsoForNobody()
    {
        Says(["on my own key"]);
        using var nobody = fixture.Nobody();
        nobody.DefaultRequestHeaders.Add("X-NanoBanana-Caller-Key", GeminiEmulator.DefaultKey);
        Texts(await GenerateAsync(nobody, new { category = "scifi", count = 1 })).ShouldBe(["on my own key"]);
        Gemini.Requests.ShouldHaveSingleItem().Headers["x-goog-api-key"].ShouldBe(GeminiEmulator.DefaultKey);
    }

    [Fact]
    public async Task AskedAgain_TheSamePromptsAreKeptOnce()
    {
        using var client = fixture.ClientOf(_account);
        Gemini.Default = "overloaded";
        var first = await GenerateAsync(client, new { category = "animals", style = "ink", count = 30 });
        Texts(first).Distinct().Count().ShouldBe(30);
        var id = (string)first["prompts"]![4]!["id"]!;
        await FlipAsync(client, id);
        var again = await GenerateAsync(client, new { category = "animals", style = "ink", count = 5 });
        Texts(again).ShouldBe(Texts(first).Take(5));
        ((string)again["prompts"]![4]!["id"]!, (bool)again["prompts"]![4]!["is_favorite"]!).ShouldBe((id, true));
        ((int)(await JsonAsync(client, "?category=custom"))["total"]!).ShouldBe(30);
        using var other = fixture.ClientOf(Guid.NewGuid());
        ((string)(await GenerateAsync(other, new { category = "animals", style = "ink", count = 5 }))["prompts"]![4]!["id"]!).ShouldNotBe(id);
    }

    [Fact]
    public void EveryCategory_ComposesThirtyDifferentPromptsInItsStyle()
    {
        var library = new PromptLibrary();
        foreach (var category in library.Categories)
        {
            var composed = ComposePrompts.Run(category, "as a woodcut", 30);
            composed.Distinct().Count().ShouldBe(30, category.Name);
            composed.ShouldAllBe(static text => text.EndsWith(", as a woodcut", StringComparison.Ordinal) && char.IsUpper(text[0]));
            ComposePrompts.Run(category, "as a woodcut", 10).ShouldBe(composed.Take(10));
            ComposePrompts.Run(category, null, 10).ShouldAllBe(static text => !text.EndsWith(", ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Limits_HoldAtBothEnds()
    {
        using var nobody = fixture.Nobody();
        Texts(await GenerateAsync(nobody, new { category = "custom", count = 30, style = new string('s', 100) })).Count.ShouldBe(30);
        foreach (var (body, faults) in new (object, string[])[]
        {
            (new { }, ["body -> category"]),
            (new { category = "none", style = new string('s', 101), count = 31, language = "none" }, ["body -> category", "body -> style", "body -> count", "body -> language"]),
            (new { category = "food", count = 0 }, ["body -> count"]),
        })
        {
            using var refused = await PostAsync(nobody, "/generate", body);
            (await refused.FaultsAsync()).ShouldBe(faults);
        }

        using var blocked = await PostAsync(nobody, "/generate", new { category = "food", style = "snuff film" });
        await blocked.ShouldFailAsync(HttpStatusCode.BadRequest, "content_blocked", "The prompt was blocked by safety filter");
    }

    private void Says(string[] prompts) => Gemini.Next("says:" + JsonSerializer.Serialize(prompts));

    private static async Task<JsonNode> GenerateAsync(HttpClient client, object body)
    {
        using var response = await PostAsync(client, "/generate", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}
