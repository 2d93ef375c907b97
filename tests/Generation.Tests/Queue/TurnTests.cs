using System.Net;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Queue;

/// <summary>Who is next: singles before batches, accounts by turns, none more than its room.</summary>
public sealed class TurnTests : QueueTestBase
{
    [Fact]
    public async Task LargeBatches_LeaveRoomForOthersAndKeepToTheirOwn()
    {
        var gate = new TaskCompletionSource();
        Application.Gemini.Switchboard.Until = gate.Task;
        for (var i = 0; i < 3; i++)
            await Client.BatchAsync(Enumerable.Range(0, 10).Select(index => $"large {i} {index}"));
        await Application.Gemini.Switchboard.WaitForRequestsAsync(5);
        using var small = new QueueClient(Instance, Guid.NewGuid());
        await small.OrderAsync("small");
        await Application.Gemini.Switchboard.WaitForRequestsAsync(6);

        // The large one has five running, and more room it has not.
        await Task.Delay(1_500);
        Application.Gemini.Switchboard.Count.ShouldBe(6);
        (await Application.ScalarAsync("SELECT running || ' ' || waiting_batch FROM generation.accounts WHERE account_id = @id", ("id", Account))).ShouldBe("5 25");
        gate.SetResult();
        await Application.EventuallyAsync(async () => (long)(await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE state = 'succeeded'"))! == 31, "all are made", seconds: 30);
        await CountsShouldBeTrueAsync();
    }

    [Fact]
    public async Task WaitedTooLong_IsGivenUpUncharged()
    {
        var gate = new TaskCompletionSource();
        Application.Gemini.Switchboard.Until = gate.Task;
        await Client.BatchAsync(Enumerable.Range(0, 6).Select(static i => $"item {i}"));
        await Application.Gemini.Switchboard.WaitForRequestsAsync(5);
        await Application.ScalarAsync("UPDATE generation.jobs SET start_by = now() - interval '1 second' WHERE state = 'queued'");
        await Application.EventuallyAsync(
            async () => await Application.ScalarAsync("SELECT max(error_code) FROM generation.jobs") as string == "generation.queued_too_long", "it is given up");
        gate.SetResult();
        await BalanceBecomesAsync(900);
    }

    [Fact]
    public async Task HandedBackAfterItWasBegun_IsNotGivenUp()
    {
        Application.Gemini.Switchboard.Default = "overloaded";
        await using var patient = await Application.StartInstanceAsync(("RETRY_DELAYS_MS", "60000"), ("Generation:QueueSeconds", "1"));
        await Instance.DisposeAsync();
        using var client = new QueueClient(patient, Account);
        var (_, order) = await client.OrderAsync("begun in time");
        await Application.EventuallyAsync(async () => await Application.ScalarAsync("SELECT max(state) FROM generation.attempts") as string == "failed", "it has been tried");
        await patient.DisposeAsync();
        (await Application.ScalarAsync("SELECT state FROM generation.jobs WHERE image_count > 0")).ShouldBe("queued");

        await Task.Delay(1_200);
        Application.Gemini.Switchboard.Default = "ok";
        await using var next = await Application.StartInstanceAsync();
        using var heir = new QueueClient(next, Account);
        ((string)(await heir.GetAsync($"{order["url"]}?wait=20"))["status"]!).ShouldBe("succeeded");
    }

    [Fact]
    public async Task TooManyWaiting_IsRefusedWithWhenToComeBack()
    {
        await using var strict = await Application.StartInstanceAsync(("Generation:MaxWaitingPerAccount", "3"));
        using var client = new QueueClient(strict, Account);
        var (status, body) = await client.BatchAsync(["a", "b", "c", "d"]);
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        ((string)body["code"]!).ShouldBe("queue.account_full");
        await BalanceBecomesAsync(1000);
    }

    [Fact]
    public async Task TurnsOverdue_NewJobsAreRefused()
    {
        await using var strict = await Application.StartInstanceAsync(("Generation:MaxQueueAgeSeconds", "1"), ("Generation:MaxConcurrentJobs", "1"));
        await Instance.DisposeAsync();
        var gate = new TaskCompletionSource();
        Application.Gemini.Switchboard.Until = gate.Task;
        using var first = new QueueClient(strict, Guid.NewGuid());
        await first.OrderAsync("takes the only place");
        await Application.Gemini.Switchboard.WaitForRequestsAsync(1);
        using var client = new QueueClient(strict, Account);
        (await client.OrderAsync("waits")).Status.ShouldBe(HttpStatusCode.Accepted);
        await Application.EventuallyAsync(async () => (await client.OrderAsync("comes too late")).Status == HttpStatusCode.ServiceUnavailable, "the queue is busy");
        gate.SetResult();
    }

    [Fact]
    public async Task ManyJobsWaiting_TheirTurnIsFoundByIndexes()
    {
        await Instance.DisposeAsync();
        await using var command = Application.Database.CreateCommand("""
            INSERT INTO generation.jobs (id, account_id, state, request, image_count, held_credits, price_version, provider_cost_micros, priority)
            SELECT gen_random_uuid(), md5((i % 5000)::text)::uuid, 'queued', '{}', 1, 20, 1, 0, 2 FROM generate_series(1, 30000) AS i;
            ANALYZE generation.jobs; ANALYZE generation.accounts;
            """);
        await command.ExecuteNonQueryAsync();
        await CountsShouldBeTrueAsync();
        await using var explain = Application.Database.CreateCommand("EXPLAIN (ANALYZE, BUFFERS) " + JobQueue.TakeSql);
        explain.Parameters.AddWithValue("limit", 32);
        explain.Parameters.AddWithValue("share", 2);
        explain.Parameters.AddWithValue("lease", Guid.NewGuid());
        explain.Parameters.AddWithValue("length", TimeSpan.FromSeconds(60));
        var plan = new List<string>();
        await using (var row = await explain.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
                plan.Add(row.GetString(0));
        }

        var text = string.Join('\n', plan);
        text.ShouldContain("ix_jobs_queued");
        text.ShouldContain("ix_accounts_ready_batch");
        text.ShouldNotContain("Seq Scan on jobs");
    }
}
