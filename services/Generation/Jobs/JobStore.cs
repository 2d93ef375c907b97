using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The statements on the way of a request: each is one round trip and, when it writes, one commit. They are SQL because the
/// guarantees are (compare-and-set, skip locked, unique keys), and because they run for every image.
/// </summary>
internal sealed partial class JobStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Stores idempotency key, job and first attempts together, leased to this process and marked as being sent. The result is when
    /// that was, or null when the key or the job id is taken: somebody else was first, and nothing was written.
    /// </summary>
    public async Task<DateTimeOffset?> InsertRunningAsync(NewJob job, Guid owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(job.Idempotency is null ? InsertJob : InsertJobWithKey);
        var parameters = command.Parameters;
        parameters.AddWithValue("id", job.Id);
        parameters.AddWithValue("account", job.AccountId);
        parameters.Add(new NpgsqlParameter("key_id", NpgsqlDbType.Uuid) { Value = (object?)job.KeyId ?? DBNull.Value });
        parameters.AddWithValue("request", NpgsqlDbType.Jsonb, JsonSerializer.Serialize(job.Request, GenerationJsonContext.Default.GenerationRequest));
        parameters.AddWithValue("provider", job.Provider);
        parameters.AddWithValue("model", job.Model);
        parameters.AddWithValue("resolution", job.Resolution);
        parameters.AddWithValue("count", job.Request.Count);
        parameters.AddWithValue("held", job.HeldCredits);
        parameters.AddWithValue("price_version", job.PriceVersion);
        parameters.AddWithValue("cost", job.ProviderCostMicros);
        parameters.AddWithValue("owner", owner);
        parameters.AddWithValue("lease", lease);
        parameters.Add(new NpgsqlParameter("trace", NpgsqlDbType.Text) { Value = (object?)job.TraceParent ?? DBNull.Value });
        if (job.Idempotency is { } claim)
        {
            parameters.AddWithValue("key", claim.Key);
            parameters.AddWithValue("hash", claim.RequestHash);
            parameters.Add(new NpgsqlParameter("previous", NpgsqlDbType.Uuid) { Value = (object?)claim.PreviousJobId ?? DBNull.Value });
        }

        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    /// <summary>The job that a caller's key is bound to, or null when it never was.</summary>
    public async Task<BoundKey?> FindBoundKeyAsync(Guid accountId, string key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindBoundKey);
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("key", key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new BoundKey(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetBoolean(2))
            : null;
    }

    /// <summary>Marks a try as failed, before the wait for the next one begins.</summary>
    public async Task FailAttemptAsync(Guid jobId, int image, int attempt, string failure, string detail, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FailAttempt);
        command.Parameters.AddWithValue("job", jobId);
        command.Parameters.AddWithValue("image", image);
        command.Parameters.AddWithValue("try", attempt);
        command.Parameters.AddWithValue("failure", failure);
        command.Parameters.AddWithValue("detail", detail);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Records that a try is about to be sent. False when the job is no longer ours: it must not be sent.</summary>
    public async Task<bool> BeginAttemptAsync(JobRecord job, int image, int attempt, Guid owner, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(BeginAttempt);
        command.Parameters.AddWithValue("job", job.Id);
        command.Parameters.AddWithValue("image", image);
        command.Parameters.AddWithValue("try", attempt);
        command.Parameters.AddWithValue("provider", job.Provider);
        command.Parameters.AddWithValue("model", job.Model);
        command.Parameters.AddWithValue("owner", owner);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>
    /// Ends a job: state, attempts, images and the message to Billing in one transaction, if and only if this process still holds
    /// the lease. The result is the message's id, or null when the job was somebody else's by then.
    /// </summary>
    public async Task<long?> FinishAsync(FinishedJob job, Guid owner, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Finish);
        var parameters = command.Parameters;
        parameters.AddWithValue("id", job.JobId);
        parameters.AddWithValue("owner", owner);
        parameters.AddWithValue("state", job.State);
        parameters.AddWithValue("charged", job.ChargedCredits);
        parameters.AddWithValue("cost", job.ProviderCostMicros);
        parameters.Add(new NpgsqlParameter("error", NpgsqlDbType.Text) { Value = (object?)job.ErrorCode ?? DBNull.Value });
        parameters.Add(new NpgsqlParameter("detail", NpgsqlDbType.Text) { Value = (object?)job.ErrorDetail ?? DBNull.Value });
        parameters.Add(new NpgsqlParameter("retry_after", NpgsqlDbType.Integer) { Value = (object?)job.RetryAfterSeconds ?? DBNull.Value });
        parameters.AddWithValue("warnings", job.Warnings.ToArray());
        parameters.AddWithValue("kind", job.OutboxKind);
        parameters.AddWithValue("payload", NpgsqlDbType.Jsonb, job.OutboxPayload);

        var images = job.Images;
        parameters.AddWithValue("a_image", images.Select(static row => row.Image).ToArray());
        parameters.AddWithValue("a_try", images.Select(static row => row.Try).ToArray());
        parameters.AddWithValue("a_state", images.Select(static row => row.State).ToArray());
        parameters.AddWithValue("a_failure", images.Select(static row => row.Failure).ToArray());
        parameters.AddWithValue("a_detail", images.Select(static row => row.Detail).ToArray());

        var delivered = images.Where(static row => row.Delivered is not null).ToList();
        parameters.AddWithValue("i_image", delivered.Select(static row => row.Image).ToArray());
        parameters.AddWithValue("i_key", delivered.Select(static row => row.Delivered!.StorageKey).ToArray());
        parameters.AddWithValue("i_type", delivered.Select(static row => row.Delivered!.MediaType).ToArray());
        parameters.AddWithValue("i_width", delivered.Select(static row => row.Delivered!.Width).ToArray());
        parameters.AddWithValue("i_height", delivered.Select(static row => row.Delivered!.Height).ToArray());
        parameters.AddWithValue("i_bytes", delivered.Select(static row => row.Delivered!.ByteCount).ToArray());
        parameters.AddWithValue("i_hash", delivered.Select(static row => row.Delivered!.Sha256).ToArray());
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Takes jobs that wait, or whose owner gave no sign of life, and leases them to this process.</summary>
    public async Task<IReadOnlyList<JobRecord>> ClaimAsync(Guid owner, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Claim);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("lease", lease);
        command.Parameters.AddWithValue("limit", limit);
        var jobs = new List<JobRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            jobs.Add(await ReadJobAsync(reader, cancellationToken));
        return jobs;
    }

    /// <summary>Prolongs every lease of this process at once.</summary>
    public async Task ProlongAsync(Guid owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Prolong);
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("lease", lease);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives a job back that this process will not finish: the next worker takes it at once.</summary>
    public async Task HandBackAsync(Guid jobId, Guid owner, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HandBack);
        command.Parameters.AddWithValue("id", jobId);
        command.Parameters.AddWithValue("owner", owner);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<JobRecord> ReadJobAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize(reader.GetString(3), GenerationJsonContext.Default.GenerationRequest)!;
        var images = reader.GetFieldValue<int[]>(11);
        var tries = reader.GetFieldValue<int[]>(12);
        var states = reader.GetFieldValue<string[]>(13);
        var failures = reader.GetFieldValue<string?[]>(14);
        return new JobRecord(
            reader.GetGuid(0), reader.GetGuid(1), await NullableAsync<Guid?>(reader, 2, cancellationToken), request,
            reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetInt32(7), reader.GetInt64(8),
            reader.GetFieldValue<DateTimeOffset>(9), await NullableAsync<string?>(reader, 10, cancellationToken),
            [.. images.Select((image, index) => new LastAttempt(image, tries[index], states[index], failures[index]))]);
    }

    private static async Task<T?> NullableAsync<T>(NpgsqlDataReader reader, int ordinal, CancellationToken cancellationToken) =>
        await reader.IsDBNullAsync(ordinal, cancellationToken) ? default : await reader.GetFieldValueAsync<T>(ordinal, cancellationToken);
}
