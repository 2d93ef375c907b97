using System.Text.Json;
using NanoBanana.Generation.Routing;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Generation.Quotes;

/// <summary>A quote as it was kept.</summary>
/// <param name="IsLive">Whether its time is not over, by the database's clock.</param>
internal sealed record KeptQuote(byte[] RequestHash, RoutePlan Plan, int PriceVersion, bool IsLive);

/// <summary>Keeps quotes for as long as they are good. The account is part of every query.</summary>
internal sealed class QuoteStore(NpgsqlDataSource database)
{
    /// <summary>Long enough to ask a person, too short for a price to age.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>The result is when it ends. Those that ended more than a day ago go at the same time, so that nothing has to sweep.</summary>
    public async Task<DateTimeOffset> AddAsync(
        Guid id, Guid accountId, byte[] requestHash, RoutePlan plan, int credits, int priceVersion, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH old AS (
                DELETE FROM generation.quotes WHERE id IN (
                    SELECT id FROM generation.quotes WHERE expires_at < now() - interval '1 day' ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED))
            INSERT INTO generation.quotes (id, account_id, request_hash, route, credits, price_version, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, now() + $7) RETURNING expires_at
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(accountId);
        command.Parameters.AddWithValue(requestHash);
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(plan, GenerationJsonContext.Default.RoutePlan), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.AddWithValue(credits);
        command.Parameters.AddWithValue(priceVersion);
        command.Parameters.AddWithValue(Life);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
    }

    /// <summary>Null when the account has no such quote.</summary>
    public async Task<KeptQuote?> FindAsync(Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT request_hash, route::text, price_version, expires_at > now() FROM generation.quotes WHERE id = $1 AND account_id = $2");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(accountId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new KeptQuote(
                row.GetFieldValue<byte[]>(0), JsonSerializer.Deserialize(row.GetString(1), GenerationJsonContext.Default.RoutePlan)!,
                row.GetInt32(2), row.GetBoolean(3))
            : null;
    }
}
