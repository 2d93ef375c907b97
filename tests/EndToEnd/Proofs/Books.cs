using NanoBanana.Billing.Ledger;
using Npgsql;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>One job as Generation has it, beside its hold as Billing has it.</summary>
/// <param name="Units">Images that were delivered.</param>
/// <param name="HoldState"><c>open</c>, <c>settled</c> or <c>released</c>; null when Billing knows no such job.</param>
public sealed record BookedJob(Guid Id, Guid AccountId, string State, string? ErrorCode, int Charged, int Units, string? HoldState, int HoldCharged);

/// <summary>
/// The services' books side by side. None can see another's database; a test can, and what it compares is the promise: every job that ended has
/// a hold that was closed the same way, for the same amount, every balance equals its ledger, and what was to be told was told once.
/// </summary>
/// <param name="OrphanedHolds">Holds whose job Generation does not know.</param>
/// <param name="Undelivered">Messages that Generation still has for Billing.</param>
/// <param name="Miscounted">Accounts and batches whose counts are not those of their jobs, and event logs that have a gap.</param>
/// <param name="Told">What accounts were notified of.</param>
public sealed record Books(
    IReadOnlyList<BookedJob> Jobs, int OrphanedHolds, AuditReport Audit, long SumOfLedger, long Undelivered, long Miscounted, ToldEnds Told)
{
    private const string ReadJobs = """
        SELECT job.id, job.account_id, job.state, job.error_code, coalesce(job.charged_credits, 0),
            (SELECT count(*) FROM generation.images WHERE job_id = job.id)
        FROM generation.jobs AS job
        """;

    /// <summary>The balances kept for customers, and what the entries say of our own side (revenue, grants, what is owed): what one side lost the other won.</summary>
    private const string ReadSum = """
        SELECT (SELECT coalesce(sum(available + held), 0) FROM billing.accounts)::bigint
            + (SELECT coalesce(sum(amount * ((credit NOT IN ('available', 'held'))::int - (debit NOT IN ('available', 'held'))::int)), 0)
               FROM billing.transfers)::bigint
        """;

    /// <summary>What is counted in the transaction of each change, beside what a count over all rows gives.</summary>
    private const string ReadMiscounted = """
        SELECT (
            SELECT count(*) FROM generation.accounts AS account CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE state = 'running' AND from_queue) AS running, count(*) FILTER (WHERE state = 'queued' AND priority = 0) AS interactive,
                    count(*) FILTER (WHERE state = 'queued' AND priority = 1) AS single, count(*) FILTER (WHERE state = 'queued' AND priority = 2) AS batch
                FROM generation.jobs AS job WHERE job.account_id = account.account_id AND image_count > 0) AS truth
            WHERE account.running <> truth.running OR waiting_interactive <> interactive OR waiting_single <> single OR waiting_batch <> batch)
        + (
            SELECT count(*) FROM generation.accounts AS account CROSS JOIN LATERAL (
                SELECT count(*) AS events, coalesce(max(sequence), 0) AS newest FROM generation.events WHERE events.account_id = account.account_id) AS log
            WHERE (last_event <> newest OR newest <> events) AND account.account_id NOT IN (SELECT account_id FROM generation.erasures))
        + (
            SELECT count(*) FROM generation.batches AS batch CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE state = 'succeeded') AS succeeded, count(*) FILTER (WHERE state = 'failed') AS failed,
                    count(*) FILTER (WHERE state = 'cancelled') AS cancelled, count(*) AS total
                FROM generation.jobs WHERE batch_id = batch.id) AS truth
            WHERE batch.succeeded <> truth.succeeded OR batch.failed <> truth.failed OR batch.cancelled <> truth.cancelled OR batch.total <> truth.total)
        + (
            SELECT count(*) FROM generation.jobs AS job CROSS JOIN LATERAL (
                SELECT count(*) AS ends FROM generation.events WHERE account_id = job.account_id AND job_id = job.id
                  AND type IN ('generation.completed', 'generation.failed', 'generation.cancelled', 'video.completed', 'video.failed', 'video.cancelled')) AS log
            WHERE image_count > 0 AND job.account_id NOT IN (SELECT account_id FROM generation.erasures) AND ends <> (state IN ('succeeded', 'failed', 'cancelled'))::int)
        """;

    public IEnumerable<BookedJob> Succeeded => Jobs.Where(static job => job.State == "succeeded");

    public static async Task<Books> ReadAsync(string billingDatabase, string generationDatabase, string identityDatabase)
    {
        await using var billing = NpgsqlDataSource.Create(billingDatabase);
        await using var generation = NpgsqlDataSource.Create(generationDatabase);
        await using var identity = NpgsqlDataSource.Create(identityDatabase);
        var holds = await ReadAllAsync(billing, "SELECT job_id, state, charged FROM billing.holds",
            static row => (Id: row.GetGuid(0), State: row.GetString(1), Charged: row.GetInt32(2)));
        var byJob = holds.ToDictionary(static hold => hold.Id);
        var jobs = await ReadAllAsync(generation, ReadJobs, row =>
        {
            var hold = byJob.GetValueOrDefault(row.GetGuid(0));
            return new BookedJob(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt32(4),
                (int)row.GetInt64(5), hold.State, hold.Charged);
        });
        var sum = await ReadAllAsync(billing, ReadSum, static row => row.GetInt64(0));
        var audit = await new LedgerAudit(billing).RunAsync(CancellationToken.None);
        var messages = await ReadAllAsync(generation, "SELECT count(*) FROM generation.outbox", static row => row.GetInt64(0));
        var miscounted = await ReadAllAsync(generation, ReadMiscounted, static row => row.GetInt64(0));
        var known = jobs.Select(static job => job.Id).ToHashSet();
        return new Books(jobs, holds.Count(hold => !known.Contains(hold.Id)), audit, sum[0], messages[0], miscounted[0], await ToldEnds.ReadAsync(generation, identity));
    }

    /// <summary>Every job has ended, every hold is closed as its job ended, and the ledger proves every balance.</summary>
    public void ShouldBalance()
    {
        MoneyShouldBalance();
        Told.ShouldBeComplete();
    }

    /// <summary>The same, whatever accounts were told of it.</summary>
    public void MoneyShouldBalance()
    {
        Audit.Differences.ShouldBeEmpty();
        SumOfLedger.ShouldBe(0);
        foreach (var job in Jobs)
        {
            job.State.ShouldBeOneOf("succeeded", "failed", "cancelled");
            job.HoldState.ShouldBe(job.State == "succeeded" || job.Charged > 0 ? "settled" : "released", job.ToString());
            job.HoldCharged.ShouldBe(job.Charged, job.ToString());
            (job.Charged > 0).ShouldBe(job.Units > 0, job.ToString());
        }

        Undelivered.ShouldBe(0);
        Miscounted.ShouldBe(0);
        OrphanedHolds.ShouldBe(0);
        Audit.OpenHolds.ShouldBe(0);
    }

    /// <summary>Whether nothing is left to be done: no job runs, no hold is open, no message waits.</summary>
    public bool IsSettled => Undelivered == 0 && Told.Untold == 0 && Audit.OpenHolds == 0 && OrphanedHolds == 0 && Jobs.All(static job => job.State is not ("running" or "queued"));

    internal static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
