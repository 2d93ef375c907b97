using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Data;
using NanoBanana.Contracts.Billing;
using Npgsql;

namespace NanoBanana.Billing.Prices;

/// <summary>What everything costs now, for whoever chooses among models.</summary>
internal static class ListPrices
{
    private const string Sql =
        """
        SELECT version, model, resolution, kind, credits, provider_cost_micros FROM billing.prices
        WHERE version = (SELECT max(version) FROM billing.prices WHERE valid_from <= now()) ORDER BY model, kind, resolution
        """;

    public static async Task<Ok<PriceTable>> HandleAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        var rows = await command.ReadAllAsync(
            static row => (Version: row.GetInt32(0), Price: new PriceRow(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt64(5))),
            cancellationToken);
        return TypedResults.Ok(new PriceTable(rows.FirstOrDefault().Version, [.. rows.Select(static row => row.Price)]));
    }
}
