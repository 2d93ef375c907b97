using NanoBanana.Generation.Data;
using NanoBanana.Generation.History;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.Testing;
using Npgsql;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// How long the pages and figures of one account's history take with a thousand images, a hundred thousand and a million, beside ten thousand other accounts;
/// and the plans at the end. <c>bench/run.sh history</c>, about five minutes.
/// </summary>
internal static class HistoryBench
{
    private const int Rounds = 30;
    private const int Others = 10_000;
    private static readonly Guid Account = new("11111111-1111-1111-1111-111111111111");
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];

    private static readonly (string Name, HistoryQuery Query)[] Queries =
    [
        ("first page", Of()),
        ("first page of a mode", Of(mode: "chat")),
        ("oldest page", Of(oldest: true)),
        ("from the 900th", Of(offset: 900)),
        ("a rare word", Of(search: "image 777 of")),
        ("a word in every prompt", Of(search: "image")),
        ("a word in none", Of(search: "zebra crossing")),
        ("a day", new HistoryQuery(null, null, DateTimeOffset.UnixEpoch.AddDays(20_000), DateTimeOffset.UnixEpoch.AddDays(20_001), OldestFirst: false, 20, 0)),
    ];

    public static async Task RunAsync()
    {
        await using var database = NpgsqlDataSource.Create(NpgsqlExtensions.Tuned(await TestDatabase.CreateAsync<GenerationDbContext>()));
        var pages = new HistoryPages(database);
        await FillAsync(database, "md5('other ' || i % 10000)::uuid", 0, Others * 5);
        var filled = 0;
        foreach (var size in Sizes)
        {
            await Progress.ShowAsync($"Filling the history up to {size} images ...");
            for (; filled < size; filled += Math.Min(50_000, size - filled))
                await FillAsync(database, $"'{Account}'::uuid", filled, Math.Min(50_000, size - filled));
            await Statements.ExecuteAsync(database, "VACUUM ANALYZE generation.images, generation.jobs, generation.history_counts");
            await Console.Out.WriteLineAsync($"{size} images");
            foreach (var (name, query) in Queries)
                await Timing.ShowAsync(Rounds, name, () => pages.ReadAsync(Account, query, CancellationToken.None));
            await Timing.ShowAsync(Rounds, "figures", () => pages.FiguresAsync(Account, CancellationToken.None));
        }

        foreach (var (name, query) in Queries)
            await ExplainAsync(database, name, query);
    }

    private static HistoryQuery Of(string? mode = null, string? search = null, bool oldest = false, int offset = 0) => new(mode, search, null, null, oldest, 20, offset);

    // One image a minute, from 1970 on: the days of one account are full and known.
    private static Task FillAsync(NpgsqlDataSource database, string account, int from, int count) => Statements.ExecuteAsync(database, $$"""
        WITH job AS (
            INSERT INTO generation.jobs (id, account_id, state, request, provider, model, resolution, image_count, held_credits, price_version, provider_cost_micros,
                created_at, finished_at)
            SELECT gen_random_uuid(), {{account}}, 'succeeded', jsonb_build_object('prompt', 'image ' || i || ' of ' || md5(i::text), 'width', 1024, 'height', 1024,
                'mode', CASE WHEN i % 10 = 0 THEN 'chat' ELSE 'basic' END), 'google', 'gemini', '1K', 1, 20, 1, 0,
                to_timestamp(1728000000 + i * 60), to_timestamp(1728000002 + i * 60)
            FROM generate_series({{from + 1}}, {{from + count}}) AS i RETURNING *)
        INSERT INTO generation.images (job_id, image, account_id, storage_key, media_type, width, height, byte_count, sha256, created_at, name, mode, prompt, took_ms)
        SELECT id, 1, account_id, 'images/' || id, 'image/png', 1024, 1024, 1, '', created_at, '2026/01/01/' || id || '.png', request ->> 'mode', request ->> 'prompt', 2000
        FROM job
        """);

    private static async Task ExplainAsync(NpgsqlDataSource database, string name, HistoryQuery query)
    {
        await Console.Out.WriteLineAsync($"{Environment.NewLine}{name}");
        await using (var connection = await database.OpenConnectionAsync())
            query = query with { Guides = await HistoryGuides.ChooseAsync(connection, Account, query.Search, CancellationToken.None) };
        foreach (var statement in (NpgsqlCommand[])[HistoryPages.Page(Account, query), HistoryPages.Total(Account, query)])
        {
            await using var command = database.CreateCommand(statement.CommandText);
            foreach (NpgsqlParameter parameter in statement.Parameters)
                command.Parameters.Add(parameter.Clone());
            await Statements.ShowPlanAsync(command);
        }
    }
}
