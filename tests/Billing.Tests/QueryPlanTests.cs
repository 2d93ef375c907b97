using NanoBanana.Billing.Api.V1;
using NanoBanana.Billing.Data;

namespace NanoBanana.Billing.Tests;

/// <summary>The customer's reads stay on their index when the tables are large.</summary>
public sealed class QueryPlanTests(BillingApplication billing) : IClassFixture<BillingApplication>, IAsyncLifetime
{
    private static readonly Guid Account = new("00000000-0000-0000-0000-000000000007");

    public async ValueTask InitializeAsync()
    {
        await billing.ExecuteAsync(
            """
            INSERT INTO billing.usage_daily (account_id, day, key_id, images, credits)
            SELECT lpad((i % 500)::text, 32, '0')::uuid, current_date - (i / 500), gen_random_uuid(), 1, 20 FROM generate_series(0, 99999) AS i
            """);
        await billing.ExecuteAsync(
            "INSERT INTO billing.usage_totals SELECT account_id, key_id, sum(images), sum(credits), now() FROM billing.usage_daily GROUP BY 1, 2");
        await billing.ExecuteAsync("ANALYZE billing.usage_daily, billing.usage_totals");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task CustomersReads_LargeTables_UseTheirIndex()
    {
        await ShouldUseIndexAsync(DailyUsage.Sql, "pk_usage_daily", Account, 30);
        await ShouldUseIndexAsync(KeyUsage.DaysSql, "pk_usage_daily", Account, Guid.NewGuid(), 365);
        await ShouldUseIndexAsync(KeyUsage.TotalSql, "pk_usage_totals", Account, Guid.NewGuid());
        await ShouldUseIndexAsync(UsageSummary.Sql, "pk_usage_totals", Account);
    }

    private async Task ShouldUseIndexAsync(string sql, string index, params object[] parameters)
    {
        await using var command = billing.Data.CreateCommand("EXPLAIN " + sql);
        foreach (var parameter in parameters)
            command.With(parameter);
        var plan = string.Join('\n', await command.ReadAllAsync(static row => row.GetString(0), CancellationToken.None));
        plan.ShouldContain(index);
        plan.ShouldContain("Index");
        plan.ShouldNotContain("Seq Scan");
    }
}
