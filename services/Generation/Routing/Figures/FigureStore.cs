using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Routing;

/// <summary>A provider's last 24 hours.</summary>
/// <param name="Failures">Of the calls, those that failed by no fault of what was asked.</param>
/// <param name="ServedMs">What calls that brought a result took on average, in milliseconds; 0 when there was none.</param>
/// <param name="LastError">The class of the last failure; null when there was none.</param>
internal sealed record ProviderDay(long Calls, long Failures, double ServedMs, string? LastError, DateTimeOffset? LastErrorAt)
{
    public static ProviderDay None { get; } = new(0, 0, 0, null, null);

    /// <summary>0 to 100; 100 when nothing was called.</summary>
    public double SuccessRate => Calls == 0 ? 100 : Math.Round(100.0 * (Calls - Failures) / Calls, 1);
}

/// <summary>Keeps what processes have counted: some hundred rows for each provider, added up when an operator looks.</summary>
internal sealed class FigureStore(NpgsqlDataSource database)
{
    // In the order of the key, so that two processes cannot wait for each other.
    private const string Add = """
        INSERT INTO generation.provider_tallies AS known (provider, since, calls, failures, served, served_ms, last_error, last_error_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS counted (provider, since) ORDER BY provider, since
        ON CONFLICT (provider, since) DO UPDATE SET
            calls = known.calls + excluded.calls, failures = known.failures + excluded.failures,
            served = known.served + excluded.served, served_ms = known.served_ms + excluded.served_ms,
            last_error = CASE WHEN excluded.last_error_at >= coalesce(known.last_error_at, '-infinity') THEN excluded.last_error ELSE known.last_error END,
            last_error_at = greatest(known.last_error_at, excluded.last_error_at)
        """;

    private const string Read = """
        SELECT provider, sum(calls)::bigint, sum(failures)::bigint, coalesce(sum(served_ms)::float8 / nullif(sum(served), 0)::float8, 0),
            (array_agg(last_error ORDER BY last_error_at DESC) FILTER (WHERE last_error_at IS NOT NULL))[1], max(last_error_at)
        FROM generation.provider_tallies WHERE since > now() - interval '24 hours' GROUP BY provider
        """;

    public async Task AddAsync(IReadOnlyCollection<ProviderTally> tallies, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Add);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tallies.Select(static one => one.Provider)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. tallies.Select(static one => one.Since)] });
        foreach (var column in (Func<ProviderTally, long>[])[static one => one.Calls, static one => one.Failures, static one => one.Served, static one => one.ServedMs])
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tallies.Select(column)] });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = tallies.Select(static one => one.LastError).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Value = tallies.Select(static one => one.LastErrorAt).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The last 24 hours by provider, to five minutes; who was not called is missing.</summary>
    public async Task<IReadOnlyDictionary<string, ProviderDay>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Read);
        var days = new Dictionary<string, ProviderDay>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            days[row.GetString(0)] = new ProviderDay(
                row.GetInt64(1), row.GetInt64(2), Math.Round(row.GetDouble(3), 1), await row.IsDBNullAsync(4, cancellationToken) ? null : row.GetString(4),
                await row.IsDBNullAsync(5, cancellationToken) ? null : row.GetFieldValue<DateTimeOffset>(5));
        }

        return days;
    }

    /// <summary>Removes what is shown no more.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM generation.provider_tallies WHERE since < now() - interval '25 hours'");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
