using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Queue;

/// <summary>The stored queue: jobs that nobody waits for at a connection. Any number of processes share it.</summary>
internal sealed partial class JobQueue(NpgsqlDataSource database, WebhookStore webhooks)
{
    /// <summary>Jobs of one account in one turn, so that many small accounts do not wait for a large one.</summary>
    private const int Share = 2;

    /// <summary>Stores them all and tells the workers. False when the key or one of the ids is taken: nothing was written.</summary>
    public async Task<bool> AddAsync(QueuedJobs added, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Add, connection, transaction);
        Bind(command.Parameters, added, patience);
        if ((int)(await command.ExecuteScalarAsync(cancellationToken))! != added.Jobs.Count)
            return false;
        if (added.Callback is { } callback)
            await webhooks.AddForJobAsync(callback, added.Jobs[0].Id, WebhookSource.Callback, connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Whether any account could have a turn, and whether any job has waited too long.</summary>
    public async Task<(bool HasTurns, bool HasLate)> LookAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Look);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetBoolean(0), row.GetBoolean(1));
    }

    /// <summary>Takes jobs whose turn it is, under a new lease.</summary>
    public async Task<IReadOnlyList<JobRecord>> TakeAsync(int limit, TimeSpan length, CancellationToken cancellationToken)
    {
        var lease = Guid.NewGuid();
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.AddWithValue("limit", limit);
        command.Parameters.AddWithValue("share", Share);
        command.Parameters.AddWithValue("lease", lease);
        command.Parameters.AddWithValue("length", length);
        return await TakenJob.ReadAllAsync(command, lease, cancellationToken);
    }

    /// <summary>Ends, uncharged, what has waited too long. The result are the accounts that it concerns.</summary>
    public async Task<IReadOnlyList<Guid>> GiveUpAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(GiveUp);
        command.Parameters.AddWithValue("code", ErrorCodes.QueuedTooLong.Code);
        var accounts = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            accounts.Add(row.GetGuid(0));
        return accounts;
    }

    /// <summary>Cancels jobs of an account. The result are those that had not ended; true for those that have now.</summary>
    public async Task<IReadOnlyDictionary<Guid, bool>> CancelAsync(Guid accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Cancel);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("ids", ids.ToArray());
        command.Parameters.AddWithValue("code", ErrorCodes.Cancelled.Code);
        var cancelled = new Dictionary<Guid, bool>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            cancelled[row.GetGuid(0)] = row.GetBoolean(1);
        return cancelled;
    }

    public async Task<QueuePressure> PressureAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Pressure);
        command.Parameters.AddWithValue("account", accountId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new QueuePressure(TimeSpan.FromSeconds(row.GetDouble(0)), row.GetInt32(1));
    }

    private static void Bind(NpgsqlParameterCollection parameters, QueuedJobs added, TimeSpan patience)
    {
        var jobs = added.Jobs;
        parameters.AddWithValue("ids", jobs.Select(static job => job.Id).ToArray());
        parameters.AddWithValue("requests", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, jobs.Select(static job => JsonSerializer.Serialize(job.Request, GenerationJsonContext.Default.GenerationRequest)).ToArray());
        parameters.AddWithValue("routes", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, jobs.Select(static job => JsonSerializer.Serialize(job.Route, GenerationJsonContext.Default.RoutePlan)).ToArray());
        parameters.AddWithValue("providers", jobs.Select(static job => job.Route.First.Provider).ToArray());
        parameters.AddWithValue("models", jobs.Select(static job => job.Route.First.Model).ToArray());
        parameters.AddWithValue("resolutions", jobs.Select(static job => job.Route.First.Resolution).ToArray());
        parameters.AddWithValue("counts", jobs.Select(static job => job.Request.Count).ToArray());
        parameters.AddWithValue("credits", jobs.Select(static job => job.HeldCredits).ToArray());
        parameters.AddWithValue("versions", jobs.Select(static job => job.PriceVersion).ToArray());
        parameters.AddWithValue("costs", jobs.Select(static job => job.Route.First.CostMicros * job.Request.Count).ToArray());
        parameters.AddWithValue("quotas", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, jobs.Select(static job => QuotaTerms.JsonOf(job.Request)).ToArray());
        parameters.AddWithValue("account", added.AccountId);
        parameters.AddNullable("key_id", NpgsqlDbType.Uuid, added.KeyId);
        parameters.AddNullable("key", NpgsqlDbType.Text, added.Idempotency?.Key);
        parameters.AddNullable("hash", NpgsqlDbType.Bytea, added.Idempotency?.RequestHash);
        parameters.AddNullable("previous", NpgsqlDbType.Uuid, added.Idempotency?.PreviousJobId);
        parameters.AddNullable("batch", NpgsqlDbType.Bigint, added.BatchId);
        parameters.AddNullable("trace_parent", NpgsqlDbType.Text, added.TraceParent);
        parameters.AddWithValue("kind", PriceList.Name(jobs[0].Request.Kind));
        parameters.AddWithValue("priority", added.Priority);
        parameters.AddWithValue("patience", patience);
    }
}
