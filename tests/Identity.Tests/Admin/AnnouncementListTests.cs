using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Announcements;
using Npgsql;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>Pages of announcements, newest first: each a stretch of an index, however many there are.</summary>
public sealed class AnnouncementListTests(IdentityApplication application) : IClassFixture<IdentityApplication>, IAsyncLifetime
{
    private const int Many = 12_000;

    /// <summary>Of each four: one goes on, one is over, one is switched off, one is a broadcast.</summary>
    public async ValueTask InitializeAsync()
    {
        await application.QueryAsync("DELETE FROM identity.announcements");
        await application.QueryAsync($"""
            INSERT INTO identity.announcements (id, title, content, type, starts_at, ends_at, is_active, broadcast_type, created_at, finished_at)
            SELECT gen_random_uuid(), 'a' || n, 'b', 'info', now() - interval '2 hours', CASE n % 4 WHEN 1 THEN now() - interval '1 hour' END, n % 4 <> 2,
                CASE n % 4 WHEN 3 THEN 'system' END, now() - make_interval(secs => n), now() - interval '1 minute' FROM generate_series(0, {Many - 1}) AS n
            """);
        await application.QueryAsync("ANALYZE identity.announcements");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task List_ShowsPagesNewestFirstWithoutBroadcasts()
    {
        var page = await ListAsync("?limit=4&offset=1");
        page.AsObject().Select(static field => field.Key).ShouldBe(["announcements", "total", "limit", "offset", "has_more"]);
        page["announcements"]!.AsArray().Select(static one => $"{one!["title"]} {one["is_active"]}").ShouldBe(["a1 false", "a2 false", "a4 true", "a5 false"]);
        ((long)page["total"]!, (int)page["limit"]!, (int)page["offset"]!, (bool)page["has_more"]!).ShouldBe((9_000, 4, 1, true));
        page["announcements"]![0]!.AsObject().Select(static field => field.Key)
            .ShouldBe(["id", "title", "content", "type", "is_active", "starts_at", "ends_at", "target_tiers", "created_at"]);
    }

    [Fact]
    public async Task Active_Filters()
    {
        (await ListAsync("?active=true&limit=2"))["announcements"]!.AsArray().Select(static one => (string)one!["title"]!).ShouldBe(["a0", "a4"]);
        (await ListAsync("?active=false&limit=3"))["announcements"]!.AsArray().Select(static one => (string)one!["title"]!).ShouldBe(["a1", "a2", "a5"]);
        ((long)(await ListAsync("?active=true&limit=1"))["total"]!).ShouldBe(3_000);
    }

    [Fact]
    public async Task LastPageAndBehindIt_SayThatNoMoreFollow()
    {
        var last = await ListAsync("?limit=100&offset=8950");
        (last["announcements"]!.AsArray().Count, (bool)last["has_more"]!).ShouldBe((50, false));
        var behind = await ListAsync("?offset=9000");
        (behind["announcements"]!.AsArray().Count, (long)behind["total"]!, (int)behind["limit"]!, (bool)behind["has_more"]!).ShouldBe((0, 9_000, 50, false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_GoesByItsIndexAndSortsNothing(bool? isActive)
    {
        await using var source = NpgsqlDataSource.Create(application.Database);
        await using var command = source.CreateCommand("EXPLAIN (ANALYZE, COSTS OFF) " + AnnouncementPages.Sql(isActive));
        command.Parameters.Add(new() { Value = 50 });
        command.Parameters.Add(new() { Value = 0 });
        var plan = new List<string>();
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
                plan.Add(row.GetString(0));
        }

        var text = string.Join('\n', plan);
        text.ShouldContain("ix_announcements_list", customMessage: text);
        text.ShouldNotContain("Sort", Case.Sensitive, text);
    }

    [Theory]
    [InlineData("?limit=0", "query -> limit")]
    [InlineData("?limit=101", "query -> limit")]
    [InlineData("?offset=-1", "query -> offset")]
    [InlineData("?active=perhaps", "query -> active")]
    public async Task BadQuery_NamesTheField(string query, string field)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), IsAdmin = true });
        using var response = await client.GetAsync(new Uri($"/api/admin/announcements{query}", UriKind.Relative));
        ((string)(await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]![0]!["field"]!).ShouldBe(field);
    }

    private async Task<JsonNode> ListAsync(string query)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), IsAdmin = true });
        using var response = await client.GetAsync(new Uri($"/api/admin/announcements{query}", UriKind.Relative));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }
}
