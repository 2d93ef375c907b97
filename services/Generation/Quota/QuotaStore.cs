using Npgsql;

namespace NanoBanana.Generation.Quota;

/// <summary>Reads how days stand, and changes them for an operator. The account is part of every statement.</summary>
internal sealed class QuotaStore(NpgsqlDataSource database)
{
    private const decimal LeastMultiplier = 0.1m;
    private const decimal MostMultiplier = 100m;

    private const string Select = """
        SELECT now(), coalesce(CASE WHEN quota.day >= today.day THEN quota.used END, 0), coalesce(quota.multiplier, 1),
            extract(epoch FROM now() - quota.last_taken_at)::float8, trial.modes, trial.used
        FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS day) AS today
        LEFT JOIN generation.quotas AS quota ON quota.account_id = $1
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(mode), '{}') AS modes, coalesce(array_agg(used), '{}') AS used
            FROM generation.trial_counts AS count WHERE $2 AND count.day >= today.day) AS trial
        """;

    /// <param name="withTrial">Whether the trial's counts are wanted.</param>
    public async Task<QuotaSnapshot> ReadAsync(Guid accountId, bool withTrial, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = withTrial });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var trial = row.GetFieldValue<string[]>(4).Zip(row.GetFieldValue<int[]>(5)).ToDictionary(static one => one.First, static one => one.Second, StringComparer.Ordinal);
        return new QuotaSnapshot(
            row.GetFieldValue<DateTimeOffset>(0), row.GetInt32(1), row.GetDecimal(2),
            await row.IsDBNullAsync(3, cancellationToken) ? null : TimeSpan.FromSeconds(row.GetDouble(3)), trial);
    }

    /// <summary>Those of these accounts that have used something since a day began, with what each has used of the newest one.</summary>
    /// <param name="since">The first day that counts.</param>
    /// <param name="newest">The day that is on now: what was used before it is not used of it.</param>
    public async Task<IReadOnlyList<(Guid AccountId, int Used, decimal Multiplier)>> UsedSinceAsync(
        IReadOnlyCollection<Guid> accountIds, DateOnly since, DateOnly newest, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT account_id, CASE WHEN day >= $3 THEN used ELSE 0 END, multiplier FROM generation.quotas WHERE account_id = ANY ($1) AND day >= $2 AND used > 0
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accountIds] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = since });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = newest });
        var used = new List<(Guid, int, decimal)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            used.Add((row.GetGuid(0), row.GetInt32(1), row.GetDecimal(2)));
        return used;
    }

    /// <summary>Scales the account's daily limit, from its next generation on.</summary>
    /// <param name="multiplier">0.1 to 100, with two digits after the point.</param>
    public async Task SetMultiplierAsync(Guid accountId, decimal multiplier, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, LeastMultiplier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiplier, MostMultiplier);
        await using var command = database.CreateCommand("""
            INSERT INTO generation.quotas (account_id, multiplier) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET multiplier = excluded.multiplier
            """);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = decimal.Round(multiplier, 2) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Makes the account's day one in which nothing was taken. What jobs of before would give back later is given back herewith, and its sockets are told.</summary>
    public async Task ResetAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH reset AS (UPDATE generation.quotas SET used = 0, reset_at = clock_timestamp(), warned_on = NULL WHERE account_id = $1 RETURNING account_id, day_limit)
            SELECT pg_notify('generation_quota', jsonb_build_object('account_id', account_id, 'type', 'quota:reset', 'remaining', day_limit, 'limit', day_limit)::text) FROM reset
            """);
        command.Parameters.Add(new() { Value = accountId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
