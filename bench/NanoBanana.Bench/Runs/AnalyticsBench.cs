using NanoBanana.Billing.Analytics;
using NanoBanana.Billing.Data;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.Testing;
using Npgsql;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// How long an account's figures take after a thousand generations, a hundred thousand and a million, of a year, beside ten thousand other accounts, and the plans at the end.
/// <c>bench/run.sh analytics</c>, about a minute.
/// </summary>
/// <remarks>Figures are read from rollups, which have a row for each day, provider, mode and step: here 24 a day, more than an account has that uses three providers.</remarks>
internal static class AnalyticsBench
{
    private const int Rounds = 30;
    private const int Others = 10_000;
    private static readonly Guid Account = new("11111111-1111-1111-1111-111111111111");
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];
    private static readonly (string Name, TimeRange Range)[] Ranges = [("today", new(1)), ("month", new(30)), ("year", new(365)), ("all", new(Days: null))];

    public static async Task RunAsync()
    {
        await using var database = NpgsqlDataSource.Create(NpgsqlExtensions.Tuned(await TestDatabase.CreateAsync<BillingDbContext>()));
        var reader = new FiguresReader(database);
        await FillAsync(database, $"md5('other ' || i % {Others})::uuid", 1, Others * 5);
        var filled = 0;
        foreach (var size in Sizes)
        {
            await Progress.ShowAsync($"Filling the ledger's sums up to {size} generations ...");
            await FillAsync(database, $"'{Account}'::uuid", filled + 1, size);
            filled = size;
            await Statements.ExecuteAsync(database, "VACUUM ANALYZE billing.usage_rollups");
            await Console.Out.WriteLineAsync($"{size} generations");
            foreach (var (name, range) in Ranges)
                await Timing.ShowAsync(Rounds, name, () => reader.ReadAsync(Account, range, CancellationToken.None));
        }

        foreach (var (name, range) in Ranges)
            await ExplainAsync(database, name, range);
    }

    // As the triggers of the ledger sum them: generation i is of day i % 365, and one of 24 kinds.
    private static Task FillAsync(NpgsqlDataSource database, string account, int from, int to) => Statements.ExecuteAsync(database, $"""
        INSERT INTO billing.usage_rollups AS known (account_id, day, provider, mode, resolution, generations, failures, fallbacks, duration_ms, credits)
        SELECT {account} AS account_id, (now() AT TIME ZONE 'UTC')::date - i % 365 AS day, 'provider-' || i % 3 AS provider, 'mode-' || i % 4 AS mode, CASE i / 12 % 2 WHEN 0 THEN '1K' ELSE '2K' END,
            count(*), 0, 0, 2000 * count(*), 20 * count(*)
        FROM (SELECT ((i::bigint * 7919) % 1000003)::int AS i FROM generate_series({from}, {to}) AS i) AS numbers GROUP BY 1, 2, 3, 4, 5
        ON CONFLICT (account_id, day, provider, mode, resolution) DO UPDATE SET generations = known.generations + excluded.generations,
            duration_ms = known.duration_ms + excluded.duration_ms, credits = known.credits + excluded.credits
        """);

    private static async Task ExplainAsync(NpgsqlDataSource database, string name, TimeRange range)
    {
        await Console.Out.WriteLineAsync($"{Environment.NewLine}{name}");
        await using var command = database.CreateCommand(FiguresReader.Sql);
        command.With(Account).With(range.Days ?? FiguresReader.AllDays).With(range.DaysAgo);
        await Statements.ShowPlanAsync(command);
    }
}
