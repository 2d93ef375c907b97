using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.History;

/// <summary><c>GET /api/history</c> and its figures.</summary>
public sealed class HistoryListTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Nothing_ShowsAnEmptyPageAndZeros()
    {
        (await ListAsync()).ToJsonString().ShouldBe("""{"items":[],"total":0,"limit":20,"offset":0,"has_more":false}""");
        (await GetAsync("/stats")).ToJsonString().ShouldBe(
            """{"total_images":0,"images_by_mode":{},"total_duration":0,"average_duration":0,"earliest_date":null,"latest_date":null}""");
    }

    [Fact]
    public async Task MadeImage_IsShownAsTheLabsClientsReadIt()
    {
        using var client = Client(_account);
        using var response = await client.PostAsync(new Uri("/api/generate", UriKind.Relative), new StringContent("""{"prompt":"A big Cat!"}""", null, "application/json"));
        var made = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        var item = (await ListAsync())["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        item.Select(static field => field.Key).ShouldBe([
            "id", "image_id", "filename", "prompt", "mode", "settings", "duration", "created_at", "url", "r2_key", "text_response", "thinking", "session_id", "provider", "model"]);
        ((string)item["id"]!).ShouldMatch(@"^\d{4}/\d\d/\d\d/basic_\d{6}_a_big_cat\.png$");
        ((string)item["id"]!, (string)item["filename"]!, (string)item["url"]!).ShouldBe(
            ((string)made["image"]!["key"]!, (string)made["image"]!["filename"]!, (string)made["image"]!["url"]!));
        item["settings"]!.ToJsonString().ShouldBe("""{"aspect_ratio":"16:9","resolution":"1K"}""");
        ((string)item["prompt"]!, (string)item["mode"]!, (string)item["provider"]!).ShouldBe(("A big Cat!", "basic", "google"));
        ((double)item["duration"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task EveryFamily_LandsInIt_TheSecondImageOfAJobUnderItsOwnName()
    {
        using var client = Client(_account);
        using (var response = await GenerationApplication.GenerateAsync(client, "two of them", n: 2))
            await response.ShouldBeAsync(HttpStatusCode.Created);
        using (var response = await client.PostAsync(new Uri("/api/nano-banana/generate", UriKind.Relative), new StringContent("""{"prompt":"of kie"}""", null, "application/json")))
            await response.ShouldBeAsync(HttpStatusCode.OK);
        var items = (await ListAsync())["items"]!.AsArray();
        items.Count.ShouldBe(3);
        items.Select(static item => (string)item!["id"]!).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        items.Count(static item => ((string)item!["filename"]!).EndsWith("two_of_them_2.png", StringComparison.Ordinal)).ShouldBe(1);
        await CountsShouldBeTrueAsync();
    }

    [Fact]
    public async Task Pages_Followed_ShowEachImageOnce()
    {
        await fixture.FillAsync(_account, 25);
        var seen = new List<string>();
        for (var offset = 0; ; offset += 10)
        {
            var page = await ListAsync($"?limit=10&offset={offset}");
            ((int)page["total"]!, (int)page["limit"]!, (int)page["offset"]!).ShouldBe((25, 10, offset));
            seen.AddRange(page["items"]!.AsArray().Select(static item => (string)item!["prompt"]!));
            ((bool)page["has_more"]!).ShouldBe(offset < 20);
            if (!(bool)page["has_more"]!)
                break;
        }

        seen.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(static number => $"a {(number % 2 == 1 ? "cat" : "dog")} {number}"));
        ((string)(await ListAsync("?sort=oldest&limit=1"))["items"]![0]!["prompt"]!).ShouldBe("a cat 1");
        (await ListAsync("?offset=1000"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_Together_ShowWhatFitsAll()
    {
        await fixture.FillAsync(_account, 20);
        await fixture.FillAsync(_account, 6, "chat");
        var cats = await ListAsync("?search=CAT&limit=3");
        ((int)cats["total"]!, (bool)cats["has_more"]!).ShouldBe((13, true));
        var chats = await ListAsync("?mode=chat&search=dog");
        ((int)chats["total"]!, chats["items"]!.AsArray().Count).ShouldBe((3, 3));
        chats["items"]!.AsArray().ShouldAllBe(static item => (string)item!["mode"]! == "chat");
        ((int)(await ListAsync("?mode=chat"))["total"]!).ShouldBe(6);
        ((int)(await ListAsync("?mode=nothing"))["total"]!).ShouldBe(0);

        // Every character stands for itself.
        ((int)(await ListAsync("?search=%25"))["total"]!).ShouldBe(0);
        ((int)(await ListAsync("?search=a_cat"))["total"]!).ShouldBe(0);

        var fifth = (string)(await ListAsync("?sort=oldest&mode=basic&offset=4&limit=1"))["items"]![0]!["created_at"]!;
        var since = await ListAsync($"?mode=basic&date_from={Uri.EscapeDataString(After(fifth, 1))}&limit=100");
        ((int)since["total"]!).ShouldBe(15);
        ((int)(await ListAsync($"?mode=basic&date_to={Uri.EscapeDataString(After(fifth, 0))}"))["total"]!).ShouldBeInRange(4, 5);
    }

    [Fact]
    public async Task PieceThatNoIndexFinds_IsLookedForAmongTheNewest()
    {
        using var client = Client(_account);
        using (var response = await client.PostAsync(new Uri("/api/generate", UriKind.Relative), new StringContent("""{"prompt":"一只小猫"}""", null, "application/json")))
            await response.ShouldBeAsync(HttpStatusCode.OK);
        ((string)(await ListAsync("?search=" + Uri.EscapeDataString("小猫")))["items"]!.AsArray().ShouldHaveSingleItem()!["prompt"]!).ShouldBe("一只小猫");

        var large = Guid.NewGuid();
        await fixture.FillAsync(large, 10_020);
        using var other = Client(large);
        var page = JsonNode.Parse(await other.GetStringAsync(new Uri("/api/history?sort=oldest&search=" + Uri.EscapeDataString("t 7"), UriKind.Relative)))!;
        ((string)page["items"]![0]!["prompt"]!).ShouldBe("a cat 71");
        var indexed = JsonNode.Parse(await other.GetStringAsync(new Uri("/api/history?sort=oldest&search=" + Uri.EscapeDataString("cat 7"), UriKind.Relative)))!;
        ((string)indexed["items"]![0]!["prompt"]!).ShouldBe("a cat 7");
    }

    [Fact]
    public async Task Stats_AreOfAllModesTogether()
    {
        await fixture.FillAsync(_account, 4);
        await fixture.FillAsync(_account, 2, "chat");
        var stats = await GetAsync("/stats");
        ((int)stats["total_images"]!, stats["images_by_mode"]!.ToJsonString(), (double)stats["total_duration"]!, (double)stats["average_duration"]!)
            .ShouldBe((6, """{"basic":4,"chat":2}""", 12.0, 2.0));
        var oldest = await ListAsync("?sort=oldest&limit=1");
        ((string)stats["earliest_date"]!).ShouldBe((string)oldest["items"]![0]!["created_at"]!);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?sort=best", "sort")]
    [InlineData("?date_from=yesterday", "date_from")]
    [InlineData("?date_to=2026-13-01", "date_to")]
    [InlineData("?search=%00", "search")]
    public async Task BadQuery_IsNamed(string query, string field)
    {
        using var client = Client(_account);
        using var response = await client.GetAsync(new Uri("/api/history" + query, UriKind.Relative));
        var refused = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        ((string)refused["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe("query -> " + field);
    }

    [Fact]
    public async Task OthersAndNobody_SeeNothing()
    {
        await fixture.FillAsync(_account, 3);
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        using var other = Client(Guid.NewGuid());
        foreach (var client in (HttpClient[])[nobody, other])
        {
            JsonNode.Parse(await client.GetStringAsync(new Uri("/api/history", UriKind.Relative)))!["total"]!.GetValue<int>().ShouldBe(0);
            JsonNode.Parse(await client.GetStringAsync(new Uri("/api/history/stats", UriKind.Relative)))!["total_images"]!.GetValue<int>().ShouldBe(0);
        }
    }

    private static string After(string time, int seconds) =>
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(seconds).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private async Task CountsShouldBeTrueAsync() => (await fixture.Application.ScalarAsync("""
        SELECT count(*) FROM (
            SELECT account_id, mode, count(*) AS images, sum(took_ms) AS took_ms FROM generation.images WHERE duration_ms IS NULL AND deleted_at IS NULL GROUP BY 1, 2) AS truth
        FULL JOIN (SELECT * FROM generation.history_counts WHERE images > 0) AS known USING (account_id, mode)
        WHERE known.images IS DISTINCT FROM truth.images OR known.took_ms IS DISTINCT FROM truth.took_ms
        """)).ShouldBe(0L);

    private Task<JsonNode> ListAsync(string query = "") => GetAsync(query);

    private async Task<JsonNode> GetAsync(string rest)
    {
        using var client = Client(_account);
        using var response = await client.GetAsync(new Uri("/api/history" + rest, UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private HttpClient Client(Guid account) => fixture.Instance.ClientFor(GenerationApplication.KeyOf(account));
}
