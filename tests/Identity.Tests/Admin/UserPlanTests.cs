using NanoBanana.Identity.Admin;
using Npgsql;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>Pages of users are stretches of an index, however many there are.</summary>
public sealed class UserPlanTests(IdentityApplication application) : IClassFixture<IdentityApplication>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await application.QueryAsync("""
            INSERT INTO identity.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp, concurrency_stamp, tier, created_at)
            SELECT gen_random_uuid(), 'plan' || n, 'PLAN' || n, 'plan' || n || '@example.com', 'PLAN' || n || '@EXAMPLE.COM', false, '', '',
                CASE n % 100 WHEN 0 THEN 'pro' ELSE 'free' END, now() - make_interval(secs => n) FROM generate_series(1, 20000) AS n
            ON CONFLICT DO NOTHING
            """);
        await application.QueryAsync("ANALYZE identity.users");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(null, null, "ix_users_list", 60)]
    [InlineData(null, "pro", "ix_users_tier", 60)]
    [InlineData("plan19999@", null, "ix_users_search", 60)]
    [InlineData("plan19999@", "free", "ix_users_search", 60)]
    public async Task Page_GoesByItsIndexAndReadsNoMoreThanItShows(string? search, string? tier, string index, int most)
    {
        var plan = await ExplainAsync(new UserQuery(search, tier, 50, 0));
        plan.ShouldContain(index);
        plan.ShouldNotContain("Seq Scan on users");
        foreach (System.Text.RegularExpressions.Match rows in System.Text.RegularExpressions.Regex.Matches(plan, "on users.*actual time=[^ ]+ rows=([0-9]+)"))
            int.Parse(rows.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(most, plan);
    }

    [Fact]
    public async Task ListAndSearch_CountAndPageAlike()
    {
        var pages = new UserPages(NpgsqlDataSource.Create(application.Database));
        var list = await pages.ReadAsync(new UserQuery(null, "pro", 10, 5), CancellationToken.None);
        (list.Total, list.Users.Count).ShouldBe((200, 10));
        list.Users.Select(static user => user.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        var found = await pages.ReadAsync(new UserQuery("PLAN1990", null, 10, 5), CancellationToken.None);
        (found.Total, found.Users.Count).ShouldBe((11, 6));
        found.Users.Select(static user => user.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        (await pages.ReadAsync(new UserQuery("n7", "free", 50, 0), CancellationToken.None)).Users.ShouldAllBe(static user => user.Email!.Contains("n7", StringComparison.Ordinal));
        var nobody = await pages.ReadAsync(new UserQuery("not there", null, 10, 0), CancellationToken.None);
        (nobody.Total, nobody.Users.Count).ShouldBe((0, 0));
    }

    private async Task<string> ExplainAsync(UserQuery query)
    {
        await using var database = NpgsqlDataSource.Create(application.Database);
        await using var command = database.CreateCommand("EXPLAIN (ANALYZE, COSTS OFF) " + UserPages.Sql(query));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Offset });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = query.Tier ?? (object)DBNull.Value });
        if (query.Search is { } search)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ServiceDefaults.Data.SearchText.Pattern(search) });
        var lines = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }
}
