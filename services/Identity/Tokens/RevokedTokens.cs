using Npgsql;

namespace NanoBanana.Identity.Tokens;

/// <summary>The list of tokens that were signed out, and its pruning.</summary>
internal sealed class RevokedTokens(NpgsqlDataSource database)
{
    /// <summary>How many rows one statement of the sweep removes, so that none holds its locks for long.</summary>
    public const int SweepBatch = 1_000;

    /// <summary>Revokes a token; a second time changes nothing.</summary>
    /// <remarks>
    /// The caller knows the token's id but not its expiry, so the row stays for the longest life a token can have, whatever the lifetime
    /// was set to when this one was made.
    /// </remarks>
    public async Task AddAsync(Guid tokenId, Guid userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO identity.revoked_tokens (token_id, user_id, expires_at)
            VALUES ($1, $2, now() + make_interval(mins => $3))
            ON CONFLICT (token_id) DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tokenId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = TokenOptions.MaxLifetimeMinutes });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes one batch of rows whose tokens are long expired; the result is how many. Replicas share the work.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            DELETE FROM identity.revoked_tokens WHERE token_id IN (
                SELECT token_id FROM identity.revoked_tokens
                WHERE expires_at < now() ORDER BY expires_at LIMIT $1
                FOR UPDATE SKIP LOCKED)
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SweepBatch });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
