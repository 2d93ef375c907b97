using NanoBanana.Generation.History;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Tests.History;

/// <summary>Services use one plan for any values, but not for what is searched: a rare word and a common one are found by different ways.</summary>
public sealed class HistoryPlanTests(HistoryFixture fixture) : IClassFixture<HistoryFixture>
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("cat", false)]
    public async Task Page_ReadAgainAndAgain_IsPlannedForAnyValuesUnlessItSearches(string? search, bool isGeneric)
    {
        var account = Guid.NewGuid();
        await fixture.FillAsync(account, 30);
        var password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password;
        var direct = new NpgsqlConnectionStringBuilder(NpgsqlExtensions.Tuned(fixture.Application.Database.ConnectionString)) { Password = password, MaxPoolSize = 1 };
        await using var database = NpgsqlDataSource.Create(direct.ConnectionString);
        var pages = new HistoryPages(database);
        var query = new HistoryQuery("basic", search, null, null, OldestFirst: false, 5, 0);
        for (var i = 0; i < 10; i++)
            (await pages.ReadAsync(account, query, CancellationToken.None)).Items.Count.ShouldBe(5);

        await using var command = database.CreateCommand("SELECT coalesce(sum(generic_plans), 0), coalesce(sum(custom_plans), 0) FROM pg_prepared_statements WHERE statement LIKE '%WITH place%'");
        await using var row = await command.ExecuteReaderAsync();
        (await row.ReadAsync()).ShouldBeTrue();
        var (generic, custom) = (row.GetDecimal(0), row.GetDecimal(1));
        (generic > 0, custom > 0).ShouldBe((isGeneric, !isGeneric));
    }
}
