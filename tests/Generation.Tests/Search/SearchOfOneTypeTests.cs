using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Templates;
using static NanoBanana.Generation.Tests.Search.SearchCalls;

namespace NanoBanana.Generation.Tests.Search;

/// <summary>Searches of images and prompts by their own filters, suggestions, and what all of them refuse.</summary>
public sealed class SearchOfOneTypeTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>, IDisposable
{
    private readonly Guid _account = Guid.NewGuid();
    private readonly string _word = $"w{Guid.NewGuid():n}"[..12];
    private HttpClient? _client;

    private HttpClient Client => _client ??= fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));

    public void Dispose() => _client?.Dispose();

    [Fact]
    public async Task Images_ByModeAndProvider_HaveTheDocumentedShape()
    {
        await fixture.Application.ImageAsync(_account, $"{_word} one");
        await fixture.Application.ImageAsync(_account, $"{_word} two", provider: "kie");
        await fixture.Application.ImageAsync(_account, $"{_word} three", mode: "chat");
        var page = await Client.FindAsync($"/images?q={_word}&mode=basic&provider=google");
        var item = page["results"]!.AsArray().ShouldHaveSingleItem()!;
        page.ToJsonString().ShouldBe($$$"""
            {"query":"{{{_word}}}","results":[{"id":"{{{item["id"]}}}","prompt":"{{{_word}}} one","url":"{{{item["url"]}}}","thumbnail_url":"{{{item["thumbnail_url"]}}}","mode":"basic","provider":"google","created_at":"{{{item["created_at"]}}}","highlight":"{{{_word}}} one"}],"total":1,"limit":20,"offset":0,"has_more":false}
            """);
        Texts(await Client.FindAsync($"/images?q={_word}&provider=kie"), "prompt").ShouldBe([$"{_word} two"]);
        Texts(await Client.FindAsync($"/images?q={_word}&mode=chat"), "prompt").ShouldBe([$"{_word} three"]);
        var first = await Client.FindAsync($"/images?q={_word}&limit=2");
        ((int)first["total"]!, (bool)first["has_more"]!).ShouldBe((3, true));
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        (await nobody.FindAsync($"/images?q={_word}")).ToJsonString()
            .ShouldBe($$$"""{"query":"{{{_word}}}","results":[],"total":0,"limit":20,"offset":0,"has_more":false}""");
    }

    [Fact]
    public async Task Prompts_OfTheLibraryAndOnesOwn_HaveTheDocumentedShape()
    {
        var saved = (await Client.PostAsync("/api/prompts", new { text = $"ramen {_word}", description = "supper", tags = new[] { "noodles" } }))["prompt"]!;
        await Client.PostAsync("/api/prompts/food-01/favorite", new { });
        var own = await Client.FindAsync($"/prompts?q={_word}");
        own.ToJsonString().ShouldBe($$$"""
            {"query":"{{{_word}}}","results":[{"id":"{{{saved["id"]}}}","content":"ramen {{{_word}}}","category":"custom","is_favorite":false,"created_at":"{{{saved["created_at"]}}}","highlight":"ramen {{{_word}}}"}],"total":1,"limit":20,"offset":0,"has_more":false}
            """);
        var both = await Client.FindAsync("/prompts?q=ramen");
        Texts(both, "category").ShouldBe(["custom", "food"], ignoreOrder: true);
        var shared = both["results"]!.AsArray().Single(static item => (string)item!["id"]! == "food-01")!;
        ((bool)shared["is_favorite"]!, shared["created_at"]).ShouldBe((true, null));
        Texts(await Client.FindAsync("/prompts?q=ramen&category=food"), "id").ShouldBe(["food-01"]);
        Texts(await Client.FindAsync("/prompts?q=ramen&category=custom"), "id").ShouldBe([(string)saved["id"]!]);
        ((string)(await Client.FindAsync("/prompts?q=noodles"))["results"]![0]!["highlight"]!).ShouldBe("noodles");
        using var other = fixture.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        Texts(await other.FindAsync("/prompts?q=ramen"), "id").ShouldBe(["food-01"]);
    }

    [Fact]
    public async Task Suggestions_CompleteTheLastWordAndNameTitles()
    {
        await fixture.Application.ImageAsync(_account, $"a {_word}one and {_word}one");
        await fixture.Application.ImageAsync(_account, $"another {_word}one");
        await fixture.Application.ImageAsync(_account, $"a {_word}two");
        await Client.PostAsync("/api/templates", new { name = $"The {_word}", prompt_template = "x" });
        (await Client.FindAsync($"/suggestions?q={_word}")).ToJsonString().ShouldBe($$$"""
            {"query":"{{{_word}}}","suggestions":[{"text":"{{{_word}}}one","type":"image","count":2},{"text":"The {{{_word}}}","type":"template","count":1},{"text":"{{{_word}}}two","type":"image","count":1}]}
            """);
        Words(await Client.FindAsync($"/suggestions?q={_word}&limit=1")).ShouldBe([$"{_word}one"]);
        Words(await Client.FindAsync($"/suggestions?q=another%20{_word[..4]}")).ShouldBe([$"another {_word}one"]);
        using var stranger = fixture.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        (await stranger.FindAsync($"/suggestions?q={_word}")).ToJsonString().ShouldBe($$$"""{"query":"{{{_word}}}","suggestions":[]}""");
    }

    [Theory]
    [InlineData("", "query -> q")]
    [InlineData("?q=", "query -> q")]
    [InlineData("?q=%20", "query -> q")]
    [InlineData("?q=a%00b", "query -> q")]
    [InlineData("?q=a&types=image,video", "query -> types")]
    [InlineData("?q=a&limit=0", "query -> limit")]
    [InlineData("?q=a&limit=101", "query -> limit")]
    [InlineData("?q=a&offset=-1", "query -> offset")]
    [InlineData("/images", "query -> q")]
    [InlineData("/images?q=a&limit=101", "query -> limit")]
    [InlineData("/prompts?q=a&category=none", "query -> category")]
    [InlineData("/prompts", "query -> q")]
    [InlineData("/suggestions?q=", "query -> q")]
    [InlineData("/suggestions?q=a&limit=11", "query -> limit")]
    [InlineData("/suggestions?q=a&limit=0", "query -> limit")]
    public async Task BadField_IsNamed(string rest, string field)
    {
        using var refused = await Client.AskAsync(rest);
        (await refused.FaultsAsync()).ShouldBe([field]);
    }

    [Fact]
    public async Task Query_HoldsAtBothEnds()
    {
        foreach (var path in new[] { "", "/images", "/prompts", "/suggestions" })
        {
            await Client.FindAsync($"{path}?q=a");
            await Client.FindAsync($"{path}?q={new string('x', 200)}");
            await Client.FindAsync($"{path}?q={string.Join('+', Enumerable.Range(0, 100).Select(static i => (char)('a' + (i % 26))))}");
            using var tooLong = await Client.AskAsync($"{path}?q={new string('x', 201)}");
            (await tooLong.FaultsAsync()).ShouldBe(["query -> q"]);
        }
    }

    private static List<string> Words(JsonNode page) => [.. page["suggestions"]!.AsArray().Select(static item => (string)item!["text"]!)];
}
