using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using NanoBanana.Bench.Measuring;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.Testing;
using Npgsql;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// How long taking 32 jobs from the queue takes with a thousand, a hundred thousand and a million waiting, half of them of one account and
/// the rest of ten thousand others; and the plan at the end. <c>bench/run.sh queue</c>, about three minutes.
/// </summary>
internal static class QueueBench
{
    private const int Claims = 50;
    private const int Limit = 32;
    private static readonly int[] Sizes = [1_000, 100_000, 1_000_000];

    public static async Task RunAsync()
    {
        await using var database = NpgsqlDataSource.Create(NpgsqlExtensions.Tuned(await TestDatabase.CreateAsync<GenerationDbContext>()));
        var queue = new JobQueue(database, new WebhookStore(database, new WebhookSecrets(Options.Create(new WebhookOptions()))));
        var waiting = 0;
        foreach (var size in Sizes)
        {
            await Progress.ShowAsync($"Filling the queue up to {size} jobs ...");
            for (; waiting < size; waiting += Math.Min(50_000, size - waiting))
                await FillAsync(database, waiting, Math.Min(50_000, size - waiting));
            await Statements.ExecuteAsync(database, "VACUUM ANALYZE generation.jobs, generation.accounts");
            var times = new List<double>();
            for (var i = 0; i < Claims; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var taken = await queue.TakeAsync(Limit, TimeSpan.FromHours(1), CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (taken.Count == 0)
                    throw new BenchException("The queue gave nothing out.");
                await Statements.ExecuteAsync(database, "UPDATE generation.jobs SET state = 'queued', lease_owner = NULL, lease_until = NULL WHERE state = 'running'");
            }

            times.Sort();
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{waiting,9} waiting: median {times[Claims / 2]:0.0} ms, 95th percentile {times[Claims * 95 / 100]:0.0} ms for {Limit} jobs"));
        }

        await ExplainAsync(database);
    }

    private static Task FillAsync(NpgsqlDataSource database, int from, int count) => Statements.ExecuteAsync(database, $"""
        INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, priority)
        SELECT gen_random_uuid(), CASE WHEN i % 2 = 0 THEN md5('large')::uuid ELSE md5((i % 10000)::text)::uuid END, 'queued',
            '{"{}"}', 1, 20, 1, 0, 1 + i % 2
        FROM generate_series({from + 1}, {from + count}) AS i
        """);

    private static async Task ExplainAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(JobQueue.TakeSql);
        command.Parameters.AddWithValue("limit", Limit);
        command.Parameters.AddWithValue("share", 2);
        command.Parameters.AddWithValue("lease", Guid.NewGuid());
        command.Parameters.AddWithValue("length", TimeSpan.FromHours(1));
        await Statements.ShowPlanAsync(command);
    }
}
