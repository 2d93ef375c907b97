using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Admin;
using Npgsql;

namespace NanoBanana.Generation.Quota;

/// <summary>
/// How the days of a page of accounts stand, for operators: one statement, a lookup by key for each. It reads no more than <see cref="QuotaStore"/> would of one.
/// </summary>
internal sealed class QuotaSummaries(NpgsqlDataSource database, IOptions<QuotaOptions> options)
{
    private const string Sql = """
        SELECT asked.id, coalesce(CASE WHEN quota.day >= (now() AT TIME ZONE 'UTC')::date THEN quota.used END, 0),
            floor($2 * coalesce(quota.multiplier, 1))::int
        FROM unnest($1) AS asked (id) LEFT JOIN generation.quotas AS quota ON quota.account_id = asked.id
        """;

    /// <summary>One of each id, also of an account that never made anything.</summary>
    public async Task<IReadOnlyList<QuotaSummary>> ReadAsync(IEnumerable<Guid> accountIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accountIds.Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.DailyLimit });
        var summaries = new List<QuotaSummary>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            summaries.Add(new QuotaSummary(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2)));
        return summaries;
    }

    public async Task<QuotaSummary> ReadAsync(Guid accountId, CancellationToken cancellationToken) => (await ReadAsync([accountId], cancellationToken))[0];
}
