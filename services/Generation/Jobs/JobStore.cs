using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Providers;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The statements on the way of a request: each is one round trip and, when it writes, one commit. They are SQL because the
/// guarantees are (compare-and-set, skip locked, unique keys), and because they run for every image.
/// </summary>
internal sealed partial class JobStore(NpgsqlDataSource database)
{
    /// <summary>One crash may be anybody's; a job that was running at this many is taken for their cause.</summary>
    internal const int MostTakeovers = 5;

    private readonly GroupedStatement<Begin, DateTimeOffset?> _begins = new(
        database, InsertJobs, BindJobs, static row => row.GetFieldValue<DateTimeOffset>(1));

    private readonly GroupedStatement<Begin, DateTimeOffset?> _beginsWithKeys = new(
        database, InsertJobsWithKeys, BindJobsWithKeys, static row => row.GetFieldValue<DateTimeOffset>(1));

    private readonly GroupedStatement<(Guid AccountId, string Key), BoundKey> _boundKeys = new(
        database, FindBoundKeys,
        static (parameters, asked) => parameters.With(asked, static one => one.AccountId).With(asked, static one => one.Key),
        static row => new BoundKey(row.GetGuid(1), row.GetFieldValue<byte[]>(2), row.GetBoolean(3)));

    private readonly GroupedStatement<End, long?> _ends = new(database, Finish, BindEnds, static row => row.GetInt64(1));

    private readonly GroupedStatement<End, long?> _turnEnds = new(database, FinishTurns, BindEnds, static row => row.GetInt64(1));

    /// <summary>
    /// Stores idempotency key, job and first attempts together, leased to this process and marked as being sent. The result is when
    /// that was, or null when the key or the job id is taken: somebody else was first, and nothing was written.
    /// </summary>
    public Task<DateTimeOffset?> InsertRunningAsync(NewJob job, TimeSpan length, CancellationToken cancellationToken) =>
        (job.Idempotency is null ? _begins : _beginsWithKeys).AskAsync(new Begin(job, length), cancellationToken);

    /// <summary>The job that a caller's key is bound to, or null when it never was.</summary>
    public Task<BoundKey?> FindBoundKeyAsync(Guid accountId, string key, CancellationToken cancellationToken) =>
        _boundKeys.AskAsync((accountId, key), cancellationToken);

    /// <summary>Marks a try as failed, before the wait for the next one begins.</summary>
    public async Task FailAttemptAsync(Guid jobId, AttemptPlace at, ProviderResult.Failed failed, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FailAttempt);
        command.Parameters.AddWithValue("job", jobId);
        command.Parameters.AddWithValue("image", at.Image);
        command.Parameters.AddWithValue("try", at.Try);
        command.Parameters.AddWithValue("failure", FailureNames.Of(failed.Class));
        command.Parameters.AddWithValue("detail", failed.Detail);
        command.Parameters.AddWithValue("cost", failed.CostMicros ?? 0);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Records that a try is about to be sent. False when the job is no longer ours: it must not be sent.</summary>
    public async Task<bool> BeginAttemptAsync(JobRecord job, AttemptPlace at, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BeginAttempt);
        command.Parameters.AddWithValue("job", job.Id);
        command.Parameters.AddWithValue("image", at.Image);
        command.Parameters.AddWithValue("try", at.Try);
        command.Parameters.AddWithValue("provider", at.Step.Provider);
        command.Parameters.AddWithValue("model", at.Step.Model);
        command.Parameters.AddWithValue("lease", job.Lease);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>
    /// Keeps the id of an order that a provider accepted. False when the job is no longer ours: whoever has it now has given the attempt up.
    /// May be repeated.
    /// </summary>
    public async Task<bool> AcceptAttemptAsync(JobRecord job, int image, int attempt, string order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AcceptAttempt);
        command.Parameters.AddWithValue("job", job.Id);
        command.Parameters.AddWithValue("image", image);
        command.Parameters.AddWithValue("try", attempt);
        command.Parameters.AddWithValue("order", order);
        command.Parameters.AddWithValue("lease", job.Lease);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>
    /// Ends a job: state, attempts, images and the message to Billing in one transaction, if and only if this run still holds
    /// the lease. The result is the message's id, 0 when Billing need not be told, or null when the job was somebody else's by then.
    /// </summary>
    public Task<long?> FinishAsync(FinishedJob job, Guid lease, CancellationToken cancellationToken) =>
        (job.IsTurn ? _turnEnds : _ends).AskAsync(new End(job, lease), cancellationToken);

    /// <summary>
    /// Takes jobs whose lease has run out, under a new lease. Those whose lease has run out too often are ended instead, uncharged.
    /// </summary>
    /// <param name="mine">Jobs that this process runs: their leases may have run out while the database was away, and are prolonged instead.</param>
    public async Task<IReadOnlyList<JobRecord>> TakeOverAsync(
        IReadOnlyCollection<Guid> mine, TimeSpan length, int limit, CancellationToken cancellationToken)
    {
        var lease = Guid.NewGuid();
        await using var command = database.CreateCommand(TakeOver);
        command.Parameters.AddWithValue("mine", mine.ToArray());
        command.Parameters.AddWithValue("given_up", ErrorCodes.Internal.Code);
        command.Parameters.AddWithValue("most_takeovers", MostTakeovers);
        command.Parameters.AddWithValue("lease", lease);
        command.Parameters.AddWithValue("length", length);
        command.Parameters.AddWithValue("limit", limit);
        return await TakenJob.ReadAllAsync(command, lease, cancellationToken);
    }

    /// <summary>
    /// Prolongs leases, all at once. Only of jobs that run here: one that nobody runs must be taken over. The result are those whose callers
    /// have asked to have them cancelled.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> ProlongAsync(IReadOnlyCollection<Guid> leases, TimeSpan length, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Prolong);
        command.Parameters.AddWithValue("leases", leases.ToArray());
        command.Parameters.AddWithValue("length", length);
        var cancelled = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetBoolean(1))
                cancelled.Add(reader.GetGuid(0));
        }

        return cancelled;
    }

    /// <summary>
    /// Puts jobs in the queue whose storing failed and which were stored nevertheless. Only who holds their leases knows that they were
    /// never sent.
    /// </summary>
    public async Task ReturnUnsentAsync(IReadOnlyCollection<Guid> leases, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReturnUnsent);
        command.Parameters.AddWithValue("leases", leases.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Tells how far a running job has come, for those who follow it.</summary>
    public async Task ReachStageAsync(JobRecord job, string stage, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReachStage);
        command.Parameters.AddWithValue("id", job.Id);
        command.Parameters.AddWithValue("lease", job.Lease);
        command.Parameters.AddWithValue("stage", stage);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives a job back that this process will not finish: the next worker takes it at once.</summary>
    public async Task HandBackAsync(JobRecord job, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HandBack);
        command.Parameters.AddWithValue("id", job.Id);
        command.Parameters.AddWithValue("lease", job.Lease);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
