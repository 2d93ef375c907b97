using NanoBanana.Billing.Data;
using Npgsql;

namespace NanoBanana.Billing.Analytics;

/// <summary>Reads an account's rollups of a range, summed in every way at once: one statement over one stretch of an index.</summary>
internal sealed class FiguresReader(NpgsqlDataSource dataSource)
{
    // Which of the four columns a row sums over: a bit for each, the first column the highest.
    private const int ByDay = 0b0111;
    private const int ByProvider = 0b1011;
    private const int ByMode = 0b1101;
    private const int ByResolution = 0b1110;
    private const int Total = 0b1111;

    /// <summary>More days than any ledger has.</summary>
    public const int AllDays = 100_000;

    public const string Sql =
        """
        SELECT grouping(day, provider, mode, resolution), day, coalesce(provider, mode, resolution),
            coalesce(sum(generations), 0)::bigint, coalesce(sum(failures), 0)::bigint, coalesce(sum(fallbacks), 0)::bigint,
            coalesce(sum(duration_ms), 0)::bigint, coalesce(sum(credits), 0)::bigint, now()
        FROM billing.usage_rollups
        WHERE account_id = $1 AND day <= (now() AT TIME ZONE 'UTC')::date - $3::int AND day > (now() AT TIME ZONE 'UTC')::date - $3::int - $2::int
        GROUP BY GROUPING SETS ((), (day), (provider), (mode), (resolution))
        ORDER BY day, coalesce(provider, mode, resolution) COLLATE "C"
        """;

    public async Task<UsageFigures> ReadAsync(Guid accountId, TimeRange range, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.With(accountId).With(range.Days ?? AllDays).With(range.DaysAgo);
        var rows = await command.ReadAllAsync(Read, cancellationToken);
        var total = rows.Single(static row => row.Grouping == Total);
        return new UsageFigures(
            total.Figures, [.. rows.Where(static row => row.Grouping == ByDay).Select(static row => new DayFigures(row.Day!.Value, row.Figures))],
            Named(rows, ByProvider), Named(rows, ByMode), Named(rows, ByResolution), total.Now);
    }

    private static NamedFigures[] Named(List<Row> rows, int grouping) =>
        [.. rows.Where(row => row.Grouping == grouping).Select(static row => new NamedFigures(row.Name!, row.Figures))];

    private static Row Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : row.GetString(2),
        new Figures(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)), row.GetFieldValue<DateTimeOffset>(8));

    private sealed record Row(int Grouping, DateOnly? Day, string? Name, Figures Figures, DateTimeOffset Now);
}
