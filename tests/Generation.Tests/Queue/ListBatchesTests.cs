using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary><c>GET /v1/batches</c>: page by page, each batch once, and only one's own.</summary>
public sealed class ListBatchesTests(QueueFixture fixture) : QueueTestBase(fixture), IClassFixture<QueueFixture>
{
    [Fact]
    public async Task Pages_Followed_ShowEachBatchOnceNewestFirst()
    {
        await FillAsync(Account, 7);
        await FillAsync(Guid.NewGuid(), 3);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Client.GetAsync($"/v1/batches?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page["items"]!.AsArray().Select(static item => (string)item!["id"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        var expected = (string)(await Application.ScalarAsync(
            "SELECT string_agg(generation.batch_wire_id(id), ',' ORDER BY created_at DESC, id DESC) FROM generation.batches WHERE account_id = @account", ("account", Account)))!;
        string.Join(',', seen).ShouldBe(expected);
        seen.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Batch_Listed_ShowsItsCountsWithoutItems()
    {
        var (_, batch) = await Client.BatchAsync(["one", "two"]);
        await Client.GetAsync($"{batch["url"]}?wait=30");
        var listed = (await Client.GetAsync("/v1/batches"))["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        ((string)listed["id"]!, (string)listed["status"]!, (int)listed["total"]!, (int)listed["done"]!).ShouldBe(((string)batch["id"]!, "succeeded", 2, 2));
        listed.ContainsKey("items").ShouldBeFalse();
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?cursor=nonsense", "cursor")]
    public async Task BadPage_IsRefusedByName(string query, string field)
    {
        using var response = await Client.Http.GetAsync(new Uri("/v1/batches" + query, UriKind.Relative));
        var refused = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((string)refused!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    // Two of them at the same moment: the id decides then.
    private Task FillAsync(Guid account, int count) => Application.ScalarAsync("""
        INSERT INTO generation.batches (id, account_id, total, created_at)
        SELECT ('x' || substr(md5(@account::text || number), 1, 16))::bit(64)::bigint, @account, 1, now() - make_interval(secs => number / 2)
        FROM generate_series(1, @count) AS number
        """, ("account", account), ("count", count));
}
