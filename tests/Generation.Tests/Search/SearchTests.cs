using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.History;
using NanoBanana.Generation.Tests.Jobs;
using static NanoBanana.Generation.Tests.Search.SearchCalls;

namespace NanoBanana.Generation.Tests.Search;

/// <summary><c>/api/search</c>: everything of the caller's and what is public, best first.</summary>
public sealed class SearchTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>, IDisposable
{
    private readonly Guid _account = Guid.NewGuid();
    private readonly string _word = $"w{Guid.NewGuid():n}"[..12];
    private HttpClient? _client;

    private HttpClient Client => _client ??= fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));

    public void Dispose() => _client?.Dispose();

    [Fact]
    public async Task Image_Found_HasTheDocumentedShape()
    {
        await fixture.Application.ImageAsync(_account, $"A {_word}");
        var page = await Client.FindAsync($"?q={_word.ToUpperInvariant()}");
        var item = page["results"]![0]!;
        page.ToJsonString().ShouldBe($$$"""
            {"query":"{{{_word.ToUpperInvariant()}}}","results":[{"id":"{{{item["id"]}}}","type":"image","title":"basic_101500_x.png","description":"A {{{_word}}}","url":"{{{item["url"]}}}","thumbnail_url":"{{{item["thumbnail_url"]}}}","score":1,"created_at":"{{{item["created_at"]}}}","highlight":"A {{{_word}}}"}],"total":1,"limit":20,"offset":0,"has_more":false,"facets":{"image":1,"prompt":0,"template":0,"project":0,"chat":0}}
            """);
        ((string)item["url"]!).ShouldContain("/v1/images/");
        ((string)item["thumbnail_url"]!).ShouldContain("/v1/thumbnails/");
    }

    [Fact]
    public async Task EveryType_IsFoundAndCountedAndMayBeLeftOut()
    {
        await FillAsync();
        var page = await Client.FindAsync($"?q={_word}");
        page["facets"]!.ToJsonString().ShouldBe("""{"image":1,"prompt":1,"template":1,"project":1,"chat":1}""");
        Texts(page, "type").Order(StringComparer.Ordinal).ShouldBe(["chat", "image", "project", "prompt", "template"]);
        var project = page["results"]!.AsArray().Single(static item => (string)item!["type"]! == "project")!;
        ((string)project["title"]!, (string)project["description"]!, (string)project["thumbnail_url"]!, (string)project["highlight"]!)
            .ShouldBe(($"Project {_word}", "about it", "https://example.com/c.png", $"Project {_word}"));
        var two = await Client.FindAsync($"?q={_word}&types=template,%20project,chat");
        (two["facets"]!.ToJsonString(), (int)two["total"]!).ShouldBe(("""{"template":1,"project":1,"chat":1}""", 3));
        var chat = (await Client.FindAsync($"?q=answer%20{_word}&types=chat"))["results"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)chat["type"]!, (string)chat["title"]!, (string)chat["description"]!, (string)chat["highlight"]!)
            .ShouldBe(("chat", $"question {_word}", $"answer {_word}", $"answer {_word}"));
    }

    [Fact]
    public async Task Strangers_FindWhatIsPublicAndNothingElse()
    {
        await FillAsync();
        using var stranger = fixture.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        foreach (var client in new[] { stranger, nobody })
            (await client.FindAsync($"?q={_word}"))["facets"]!.ToJsonString().ShouldBe("""{"image":0,"prompt":0,"template":0,"project":0,"chat":0}""");
        await Client.PostAsync("/api/templates", new { name = $"Open {_word}", prompt_template = "x", is_public = true });
        await Client.PostAsync("/api/projects", new { name = $"Open {_word}", is_public = true });
        foreach (var client in new[] { stranger, nobody })
        {
            var page = await client.FindAsync($"?q={_word}");
            Titles(page).ShouldBe([$"Open {_word}", $"Open {_word}"]);
            page["facets"]!.ToJsonString().ShouldBe("""{"image":0,"prompt":0,"template":1,"project":1,"chat":0}""");
            foreach (var path in new[] { "/images", "/prompts", "/suggestions" })
                (await client.FindAsync($"{path}?q={_word}")).ToJsonString().ShouldNotContain("about it");
        }
    }

    [Fact]
    public async Task Results_WholeWordsBeforePieces_AndTheNewestOfEqualOnes()
    {
        await fixture.Application.ImageAsync(_account, $"a pre{_word}post thing", secondsAgo: 1);
        await fixture.Application.ImageAsync(_account, $"the older {_word}", secondsAgo: 60);
        await fixture.Application.ImageAsync(_account, $"the newer {_word}", secondsAgo: 30);
        var page = await Client.FindAsync($"?q={_word}");
        Texts(page, "description").ShouldBe([$"the newer {_word}", $"the older {_word}", $"a pre{_word}post thing"]);
        var scores = page["results"]!.AsArray().Select(static item => (double)item!["score"]!).ToList();
        (scores[0], scores[1]).ShouldBe((1, 1));
        scores[2].ShouldBeInRange(0.1, 0.6);
    }

    [Fact]
    public async Task SeveralWords_AreAllThereInAnyOrder()
    {
        await fixture.Application.ImageAsync(_account, $"red fox {_word}");
        await fixture.Application.ImageAsync(_account, $"red hen {_word}");
        Texts(await Client.FindAsync($"?q={_word}%20fox%20red"), "description").ShouldBe([$"red fox {_word}"]);
        Texts(await Client.FindAsync($"?q={_word}%20fo%20re%20d"), "description").ShouldBe([$"red fox {_word}"]);
        ((int)(await Client.FindAsync($"?q={_word}%20cow"))["total"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("100%25_", "a 100%_ sure thing", "a 100x sure thing")]
    [InlineData("%E6%B5%B7", "青い海", "青い空")]
    [InlineData("o'clock", "five o'clock", "five oclock")]
    [InlineData("a%20%26%20b%20%7C%20!c", "!c | a & b", "c a b")]
    public async Task Signs_StandForThemselves(string q, string found, string other)
    {
        await fixture.Application.ImageAsync(_account, found);
        await fixture.Application.ImageAsync(_account, other);
        Texts(await Client.FindAsync($"?types=image&q={q}"), "description").ShouldBe([found]);
    }

    [Fact]
    public async Task Pages_FollowOnEachOtherWithoutGapsOrRepeats()
    {
        for (var i = 0; i < 7; i++)
            await fixture.Application.ImageAsync(_account, $"{_word} number {i}", secondsAgo: i);
        await FillAsync();
        var ids = new List<string>();
        for (var offset = 0; offset < 12; offset += 3)
        {
            var page = await Client.FindAsync($"?q={_word}&limit=3&offset={offset}");
            ((int)page["total"]!, (bool)page["has_more"]!).ShouldBe((12, offset + 3 < 12));
            ids.AddRange(Texts(page, "id"));
        }

        ids.Distinct().Count().ShouldBe(12);
        ids.ShouldBe(Texts(await Client.FindAsync($"?q={_word}&limit=100"), "id"));
        (await Client.FindAsync($"?q={_word}&offset=2147483647"))["results"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task ImageDeleted_IsNotFoundAnyMore()
    {
        await fixture.Application.ImageAsync(_account, _word);
        var id = Texts(await Client.FindAsync($"?q={_word}"), "id").ShouldHaveSingleItem();
        using var deleted = await Client.DeleteAsync(new Uri($"/api/history/{id}", UriKind.Relative));
        deleted.IsSuccessStatusCode.ShouldBeTrue();
        ((int)(await Client.FindAsync($"?q={_word}"))["total"]!).ShouldBe(0);
        ((int)(await Client.FindAsync($"/images?q={_word}"))["total"]!).ShouldBe(0);
    }

    private async Task FillAsync()
    {
        await fixture.Application.ImageAsync(_account, $"image {_word}");
        await Client.PostAsync("/api/prompts", new { text = $"prompt {_word}", language = "ja" });
        await Client.PostAsync("/api/templates", new { name = $"Template {_word}", description = "about it", prompt_template = "x" });
        var project = await Client.PostAsync("/api/projects", new { name = $"Project {_word}", description = "about it", cover_url = "https://example.com/c.png" });
        await fixture.Application.ScalarAsync("""
            WITH session AS (INSERT INTO generation.chat_sessions (id, account_id, aspect_ratio, message_count) VALUES (gen_random_uuid(), @account, '1:1', 2) RETURNING id),
            turn AS (SELECT id, gen_random_uuid() AS job FROM session)
            INSERT INTO generation.chat_messages (session_id, position, role, content, job_id, created_at)
            SELECT id, 1, 'user', 'question ' || @word, job, now() FROM turn UNION ALL SELECT id, 2, 'assistant', 'answer ' || @word, job, now() FROM turn
            """, ("account", _account), ("word", _word));
        ((JsonNode)project["project"]!)["image_count"]!.GetValue<int>().ShouldBe(0);
    }
}
