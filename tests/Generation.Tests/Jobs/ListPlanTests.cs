using Npgsql;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Lists take one step into an index, however many rows there are.</summary>
public sealed class ListPlanTests
{
    [Fact]
    public async Task ManyRows_Listed_AreFoundByTheirIndexes()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await ExecuteAsync(application.Database, """
            INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, created_at, next_try_at, finished_at)
            SELECT gen_random_uuid(), md5((i % 100)::text)::uuid, CASE WHEN i % 2 = 0 THEN 'queued' ELSE 'failed' END, '{}', 1, 20, 1, 0,
                now() - i * interval '1 second', now() - i * interval '1 second', CASE WHEN i % 2 = 0 THEN NULL ELSE now() END
            FROM generate_series(1, 60000) AS i;
            ANALYZE generation.jobs;
            """);
        var list = await PlanAsync(application.Database, """
            SELECT * FROM generation.jobs WHERE account_id = md5('7')::uuid AND image_count > 0 AND (created_at, id) < (now() - interval '1 hour', md5('x')::uuid)
            ORDER BY created_at DESC, id DESC LIMIT 21
            """);
        list.ShouldContain("ix_jobs_list");
        list.ShouldNotContain("Seq Scan");
        list.ShouldNotContain("Sort");
        var age = await PlanAsync(application.Database, "SELECT min(next_try_at) FROM generation.jobs WHERE state = 'queued' AND next_try_at <= now()");
        age.ShouldContain("ix_jobs_queue_age");
        age.ShouldNotContain("Seq Scan");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> PlanAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand("EXPLAIN " + sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
