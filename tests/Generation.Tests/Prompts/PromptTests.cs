using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Templates;
using static NanoBanana.Generation.Tests.Prompts.PromptCalls;

namespace NanoBanana.Generation.Tests.Prompts;

/// <summary><c>/api/prompts</c>: the library, what accounts keep, and what anonymous callers keep for a day.</summary>
public sealed class PromptTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private const string Missing = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static readonly string[] Names = ["portrait", "landscape", "food", "abstract", "architecture", "animals", "fantasy", "scifi", "fashion", "custom"];
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Categories_AreTheContractsInItsOrderAndInTheLanguageAskedFor()
    {
        using var client = fixture.ClientOf(_account);
        await SaveAsync(client, new { text = "mine" });
        var categories = (await JsonAsync(client, "/categories")).AsArray();
        categories.Select(static category => (string)category!["name"]!).ShouldBe(Names);
        categories.Select(static category => (int)category!["count"]!).ShouldBe([.. Enumerable.Repeat(12, 9), 1]);
        JsonNode.DeepEquals(categories[1], JsonNode.Parse(
            """{"name":"landscape","display_name":"Landscape","description":"Mountains, water, weather and wide views","count":12,"icon":"🏞️"}""")).ShouldBeTrue();
        foreach (var (language, name) in new[] { ("zh-CN", "风景"), ("zh-TW", "風景"), ("ja", "風景") })
            ((string)(await JsonAsync(client, $"/categories?language={language}"))[1]!["display_name"]!).ShouldBe(name);
        ((int)(await JsonAsync(client, "/categories?language=ja"))[9]!["count"]!).ShouldBe(0);
        using var wrong = await client.GetAsync(new Uri("/api/prompts/categories?language=fr", UriKind.Relative));
        (await wrong.FaultsAsync()).ShouldBe(["query -> language"]);
    }

    [Fact]
    public async Task Prompt_Saved_HasTheContractsShapeAndLiesInCustom()
    {
        using var client = fixture.ClientOf(_account);
        var saved = await SaveAsync(client, new { text = " a red kite ", description = "d", category = "food", tags = new[] { "sky", " sky " }, language = "ja" });
        ((string)saved["message"]!).ShouldBe("Prompt saved successfully");
        var prompt = saved["prompt"]!;
        prompt.ToJsonString().ShouldBe(
            $$"""{"id":"{{prompt["id"]}}","text":"a red kite","description":"d","category":"custom","tags":["sky"],"style":null,"is_favorite":false,"created_at":"{{prompt["created_at"]}}","language":"ja"}""");
        var listed = await JsonAsync(client, "?language=ja&category=custom");
        listed["prompts"]!.ToJsonString().ShouldBe($"[{prompt.ToJsonString()}]");
        (((int)listed["total"]!), (await JsonAsync(client, "?category=custom"))["prompts"]!.AsArray().Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task List_HasTheCallersNewestFirstAndThenTheLibrary()
    {
        using var client = fixture.ClientOf(_account);
        foreach (var text in new[] { "first", "second", "third" })
            await SaveAsync(client, new { text });
        var all = await JsonAsync(client, "?limit=200");
        var texts = Texts(all);
        (texts.Count, (int)all["total"]!, all["categories"]!.AsArray().Count).ShouldBe((111, 111, 10));
        texts.Take(3).ShouldBe(["third", "second", "first"]);
        all["prompts"]![3]!.AsObject().Select(static field => field.Key).ShouldBe(["id", "text", "description", "category", "tags", "style", "is_favorite", "created_at", "language"]);
        ((string)all["prompts"]![3]!["id"]!, all["prompts"]![3]!["created_at"], (string)all["prompts"]![3]!["language"]!).ShouldBe(("portrait-01", null, "en"));
        var pages = new List<string>();
        for (var offset = 0; offset < 111; offset += 2)
            pages.AddRange(Texts(await JsonAsync(client, $"?limit=2&offset={offset}")));
        pages.ShouldBe(texts);
        Texts(await JsonAsync(client, $"?offset={int.MaxValue}")).ShouldBeEmpty();
        ((int)(await JsonAsync(client, "?category=food"))["total"]!).ShouldBe(12);
        ((int)(await JsonAsync(client, "?category=food"))["categories"]![9]!["count"]!).ShouldBe(3);
    }

    [Fact]
    public async Task Search_FindsTextDescriptionAndTagsOfBoth()
    {
        using var client = fixture.ClientOf(_account);
        await SaveAsync(client, new { text = "An OWL made of 50% paper", tags = new[] { "origami" } });
        await SaveAsync(client, new { text = "something else", description = "with an owl" });
        var found = await JsonAsync(client, "?search=oWl");
        ((int)found["total"]!, Texts(found)[0], Texts(found)[1]).ShouldBe((Texts(found).Count, "something else", "An OWL made of 50% paper"));
        Texts(found).Skip(2).ShouldAllBe(static text => text.Contains("owl", StringComparison.OrdinalIgnoreCase) || text.Contains("bowl", StringComparison.OrdinalIgnoreCase));
        Texts(found).Count.ShouldBeGreaterThan(2);
        Texts(await JsonAsync(client, "?search=50%25+p")).ShouldBe(["An OWL made of 50% paper"]);
        Texts(await JsonAsync(client, "?search=ORIGAMI")).Count.ShouldBe(1);
        Texts(await JsonAsync(client, "?search=5_%25")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Favorites_AreFlippedByEachCallAndAreTheCallersOwn()
    {
        using var client = fixture.ClientOf(_account);
        using var other = fixture.ClientOf(Guid.NewGuid());
        var own = (string)(await SaveAsync(client, new { text = "mine" }))["prompt"]!["id"]!;
        foreach (var id in new[] { own, "food-03" })
            (await FlipAsync(client, id)).ToJsonString().ShouldBe($$"""{"prompt_id":"{{id}}","is_favorite":true,"message":"Favorite status updated"}""");
        var favorites = await JsonAsync(client, "?favorites_only=true");
        favorites["prompts"]!.AsArray().Select(static prompt => (string)prompt!["id"]!).ShouldBe([own, "food-03"]);
        ((int)favorites["total"]!).ShouldBe(2);
        favorites["prompts"]!.AsArray().ShouldAllBe(static prompt => (bool)prompt!["is_favorite"]!);
        Texts(await JsonAsync(other, "?favorites_only=1")).ShouldBeEmpty();
        (((bool)(await FlipAsync(client, own))["is_favorite"]!), (bool)(await FlipAsync(client, "food-03"))["is_favorite"]!).ShouldBe((false, false));
        Texts(await JsonAsync(client, "?favorites_only=true")).ShouldBeEmpty();
        Texts(await JsonAsync(client, "?favorites_only=false&category=food")).Count.ShouldBe(12);
    }

    [Theory]
    [InlineData("food-01")]
    [InlineData(null)]
    public async Task FavoriteFlippedManyTimesAtOnce_LosesNoCall(string? library)
    {
        using var client = fixture.ClientOf(_account);
        var id = library ?? (string)(await SaveAsync(client, new { text = "mine" }))["prompt"]!["id"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 21).Select(_ => FlipAsync(client, id)));
        answers.Count(static answer => (bool)answer["is_favorite"]!).ShouldBe(11);
        ((bool)(await FlipAsync(client, id))["is_favorite"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task SomebodyElsesPrompt_AnswersAsAMissingOne()
    {
        using var owner = fixture.ClientOf(_account);
        using var stranger = fixture.ClientOf(Guid.NewGuid());
        using var nobody = fixture.Nobody();
        var id = (string)(await SaveAsync(owner, new { text = "mine" }))["prompt"]!["id"]!;
        foreach (var client in new[] { stranger, nobody })
        {
            foreach (var asked in new[] { id, Missing, "nonsense", "food-99" })
            {
                using var flipped = await client.PostAsync(new Uri($"/api/prompts/{asked}/favorite", UriKind.Relative), null);
                await flipped.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Prompt not found");
                using var deleted = await client.DeleteAsync(new Uri($"/api/prompts/{asked}", UriKind.Relative));
                await deleted.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Prompt not found");
            }

            ((int)(await JsonAsync(client, "?search=mine&category=custom"))["total"]!).ShouldBe(0);
        }

        ((bool)(await JsonAsync(owner, "?category=custom"))["prompts"]![0]!["is_favorite"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task OnlyCustomPrompts_AreDeleted()
    {
        using var client = fixture.ClientOf(_account);
        var id = (string)(await SaveAsync(client, new { text = "mine" }))["prompt"]!["id"]!;
        foreach (var path in new[] { $"{id}?category=food", "food-01", "food-01?category=food" })
        {
            using var refused = await client.DeleteAsync(new Uri($"/api/prompts/{path}", UriKind.Relative));
            await refused.ShouldFailAsync(HttpStatusCode.BadRequest, "bad_request", "Only custom prompts can be deleted");
        }

        using var wrong = await client.DeleteAsync(new Uri($"/api/prompts/{id}?category=none&language=none", UriKind.Relative));
        (await wrong.FaultsAsync()).ShouldBe(["query -> category", "query -> language"]);
        using var deleted = await client.DeleteAsync(new Uri($"/api/prompts/{id}?category=custom&language=ja", UriKind.Relative));
        (await deleted.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"Prompt deleted successfully"}""");
        using var again = await client.DeleteAsync(new Uri($"/api/prompts/{id}", UriKind.Relative));
        await again.ShouldFailAsync(HttpStatusCode.NotFound, "not_found", "Prompt not found");
    }

    [Fact]
    public async Task Limits_HoldAtBothEnds()
    {
        using var client = fixture.ClientOf(_account);
        var tags = Enumerable.Range(0, 20).Select(static number => $"{number}".PadLeft(50, 't')).ToArray();
        var saved = await SaveAsync(client, new { text = new string('字', 2_000), description = new string('d', 500), tags });
        saved["prompt"]!["tags"]!.AsArray().Count.ShouldBe(20);
        using var tooLong = await PostAsync(client, "", new
        {
            text = new string('t', 2_001),
            description = new string('d', 501),
            category = "none",
            tags = Enumerable.Range(0, 21).Select(static number => number == 3 ? new string('t', 51) : $"{number}"),
            language = "none",
        });
        (await tooLong.FaultsAsync()).ShouldBe(["body -> text", "body -> description", "body -> category", "body -> tags", "body -> tags -> 3", "body -> language"]);
        foreach (var body in new object[] { new { }, new { text = "  " }, new { text = "a\0b" } })
        {
            using var refused = await PostAsync(client, "", body);
            (await refused.FaultsAsync()).ShouldBe(["body -> text"]);
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("category=none", "category")]
    [InlineData("language=EN", "language")]
    [InlineData("favorites_only=maybe", "favorites_only")]
    [InlineData("search=%00", "search")]
    public async Task Query_OutOfRange_IsRefusedAndNamed(string query, string field)
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.GetAsync(new Uri("/api/prompts?" + query, UriKind.Relative));
        (await response.FaultsAsync()).ShouldBe([$"query -> {field}"]);
    }
}
