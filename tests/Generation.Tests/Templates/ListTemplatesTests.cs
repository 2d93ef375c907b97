using System.Net;
using System.Text.Json.Nodes;
using static NanoBanana.Generation.Tests.Templates.TemplateCalls;

namespace NanoBanana.Generation.Tests.Templates;

/// <summary>Lists of templates. Public ones are seen by all tests of the class, so that each looks for its own by a word.</summary>
public sealed class ListTemplatesTests(TemplateFixture fixture) : IClassFixture<TemplateFixture>
{
    private readonly Guid _account = Guid.NewGuid();
    private readonly string _word = $"w{Guid.NewGuid():n}";

    [Fact]
    public async Task Page_HasTheContractsShapeAndNotWhatOnlyAUseNeeds()
    {
        using var client = fixture.ClientOf(_account);
        var made = await client.MakeAsync(new { name = _word, description = "d", prompt_template = "p", category = _word, tags = new[] { "t" } });
        (await client.JsonAsync($"?category={_word}")).ToJsonString().ShouldBe(
            $$"""{"templates":[{"id":"{{made["id"]}}","name":"{{_word}}","description":"d","category":"{{_word}}","tags":["t"],"is_public":false,"is_owner":true,"use_count":0,"preview_url":null}],"total":1,"limit":50,"offset":0,"has_more":false,"categories":"""
            + $"{(await client.JsonAsync(""))["categories"]!.ToJsonString()}}}");
    }

    [Fact]
    public async Task OwnAndPublicOnes_AreListedNewestFirst_AndSomebodyElsesPrivateOnesNowhere()
    {
        using var client = fixture.ClientOf(_account);
        using var other = fixture.ClientOf(Guid.NewGuid());
        using var nobody = fixture.Nobody();
        await client.MakeAsync(Body($"{_word} 1"));
        await other.MakeAsync(Body($"{_word} 2", isPublic: true));
        await other.MakeAsync(Body($"{_word} hidden", category: _word));
        await client.MakeAsync(Body($"{_word} 3", isPublic: true));
        Names(await client.JsonAsync($"?search={_word}")).ShouldBe(["3", "2", "1"]);
        Names(await other.JsonAsync($"?search={_word}")).ShouldBe(["3", "hidden", "2"]);
        Names(await nobody.JsonAsync($"?search={_word}")).ShouldBe(["3", "2"]);
        Names(await client.JsonAsync($"?category={_word}")).ShouldBeEmpty();
        (await client.JsonAsync(""))["categories"]!.AsArray().Select(static name => (string)name!).ShouldNotContain(_word);
        (await other.JsonAsync(""))["categories"]!.AsArray().Select(static name => (string)name!).ShouldContain(_word);
        (await other.JsonAsync("/public"))["categories"]!.AsArray().Select(static name => (string)name!).ShouldNotContain(_word);
    }

    [Fact]
    public async Task PublicOnes_AreListedMostUsedFirst()
    {
        using var client = fixture.ClientOf(_account);
        using var nobody = fixture.Nobody();
        await client.MakeAsync(Body($"{_word} private"));
        foreach (var (name, uses) in new[] { ("a", 1), ("b", 3), ("c", 0), ("d", 0) })
        {
            var made = await client.MakeAsync(Body($"{_word} {name}", isPublic: true, category: _word, text: "p"));
            await fixture.Application.ScalarAsync("UPDATE generation.templates SET use_count = @uses WHERE id = @id", ("uses", (long)uses), ("id", (Guid)made["id"]!));
        }

        foreach (var query in new[] { $"?search={_word}", $"?category={_word}", $"?category={_word}&search={_word}" })
            Names(await nobody.JsonAsync("/public" + query)).ShouldBe(["b", "a", "d", "c"], query);
        ((bool)(await client.JsonAsync($"/public?category={_word}"))["templates"]![0]!["is_owner"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_FollowEachOtherWithTheFullTotal()
    {
        using var client = fixture.ClientOf(_account);
        for (var i = 0; i < 5; i++)
            await client.MakeAsync(Body($"{_word} {i}", category: _word));
        foreach (var filter in new[] { $"category={_word}", $"search={_word}" })
        {
            var first = await client.JsonAsync($"?{filter}&limit=2");
            (string.Concat(Names(first)), (int)first["total"]!, (bool)first["has_more"]!).ShouldBe(("43", 5, true));
            var last = await client.JsonAsync($"?{filter}&limit=2&offset=4");
            (string.Concat(Names(last)), (int)last["total"]!, (bool)last["has_more"]!, (int)last["offset"]!).ShouldBe(("0", 5, false, 4));
            var behind = await client.JsonAsync($"?{filter}&offset={int.MaxValue}");
            (Names(behind).Count, (int)behind["total"]!, (bool)behind["has_more"]!).ShouldBe((0, 5, false));
        }
    }

    [Theory]
    [InlineData("SUNSET", true)]
    [InlineData("warm Sun", true)]
    [InlineData("ÜBER", true)]
    [InlineData("日落", true)]
    [InlineData("100%", true)]
    [InlineData("1_0%", false)]
    [InlineData("sunset deep", false)]
    [InlineData("%", true)]
    [InlineData("\\", false)]
    public async Task Search_FindsNameAndDescriptionInAnyCaseAndTakesEverySignLiterally(string search, bool isFound)
    {
        using var client = fixture.ClientOf(_account);
        await client.MakeAsync(new { name = $"{_word} Warm Sunset", description = "Deep 100% über dem Meer, 日落时分", prompt_template = "p", category = _word });
        ((int)(await client.JsonAsync($"?category={_word}&search={Uri.EscapeDataString(search)}"))["total"]!).ShouldBe(isFound ? 1 : 0);
    }

    [Fact]
    public async Task Search_FindsWhatAChangeHasMade()
    {
        using var client = fixture.ClientOf(_account);
        var made = await client.MakeAsync(Body("before"));
        using var changed = await client.SendAsync("PUT", $"/{made["id"]}", new { description = _word });
        await changed.ShouldBeAsync(HttpStatusCode.OK);
        ((int)(await client.JsonAsync($"?search={_word}"))["total"]!).ShouldBe(1);
        ((int)(await client.JsonAsync($"?search=before"))["total"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=2147483648", "offset")]
    [InlineData("search=%00", "search")]
    [InlineData("category=a%00", "category")]
    public async Task Query_OutOfRange_IsRefusedAndNamed(string query, string field)
    {
        using var client = fixture.ClientOf(_account);
        foreach (var path in new[] { "", "/public" })
        {
            using var response = await client.SendAsync("GET", $"{path}?{query}");
            (await response.FaultsAsync()).ShouldBe([$"query -> {field}"]);
        }
    }

    [Fact]
    public async Task Query_AtItsLimits_IsTaken()
    {
        using var client = fixture.ClientOf(_account);
        ((int)(await client.JsonAsync($"?limit=100&search={new string('s', 200)}&category={new string('c', 50)}"))["limit"]!).ShouldBe(100);
        ((int)(await client.JsonAsync("?limit=1&search=&category="))["limit"]!).ShouldBe(1);
        using var longer = await client.SendAsync("GET", $"?search={new string('s', 201)}&category={new string('c', 51)}");
        (await longer.FaultsAsync()).ShouldBe(["query -> category", "query -> search"]);
    }

    [Fact]
    public async Task Counts_AreTheTruthAfterEveryKindOfChange()
    {
        using var client = fixture.ClientOf(_account);
        var random = new Random(7);
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            if (ids.Count < 5 || random.Next(3) == 0)
                ids.Add((string)(await client.MakeAsync(Body("n", random.Next(2) == 0, random.Next(3) == 0 ? null : $"{_word}{random.Next(3)}")))["id"]!);
            else
            {
                var id = ids[random.Next(ids.Count)];
                using var response = random.Next(4) == 0
                    ? await client.SendAsync("DELETE", $"/{id}")
                    : await client.SendAsync("PUT", $"/{id}", new { is_public = random.Next(2) == 0, category = random.Next(3) == 0 ? null : $"{_word}{random.Next(3)}" });
                (await response.ShouldBeAsync(HttpStatusCode.OK)).ShouldNotBeNull();
                if (response.RequestMessage!.Method == HttpMethod.Delete)
                    ids.Remove(id);
            }
        }

        ((long)(await fixture.Application.ScalarAsync("""
            SELECT count(*) FROM (
                SELECT generation.template_owner(account_id, is_public) AS owner, '' AS category, count(*) AS total FROM generation.templates GROUP BY 1
                UNION ALL
                SELECT generation.template_owner(account_id, is_public), category, count(*) FROM generation.templates WHERE category IS NOT NULL GROUP BY 1, 2) AS truth
            FULL JOIN (SELECT * FROM generation.template_counts WHERE total <> 0) AS known USING (owner, category)
            WHERE truth.total IS DISTINCT FROM known.total
            """))!).ShouldBe(0);
        var list = await client.JsonAsync($"?category={_word}0&limit=100");
        ((int)list["total"]!).ShouldBe(list["templates"]!.AsArray().Count);
    }

    private static List<string> Names(JsonNode page) => [.. page["templates"]!.AsArray().Select(static item => ((string)item!["name"]!).Split(' ')[^1])];
}
