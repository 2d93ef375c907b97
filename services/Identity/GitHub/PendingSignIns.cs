using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.Identity.GitHub;

/// <summary>What is kept between the beginning of a sign-in and its end: the state and the verifier, for ten minutes and one use.</summary>
/// <remarks>
/// In Postgres and not in Redis. A sign-in needs Postgres anyway to end in an account, so that nothing more can fail; nothing else here is
/// refused for Redis' sake; and what one statement deletes and returns is used once, whichever processes two callers reach.
/// </remarks>
internal sealed class PendingSignIns(NpgsqlDataSource database)
{
    private const int RandomBytes = 32;

    // Each one that begins removes some that never came back, so that the table stays as small as ten minutes make it.
    private const string BeginSql = """
        WITH forgotten AS (
            DELETE FROM identity.pending_sign_ins WHERE state_hash IN (
                SELECT state_hash FROM identity.pending_sign_ins WHERE expires_at <= now() ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED))
        INSERT INTO identity.pending_sign_ins (state_hash, code_verifier, redirect_uri, expires_at)
        VALUES ($1, $2, $3, now() + interval '10 minutes')
        """;

    private const string TakeSql =
        "DELETE FROM identity.pending_sign_ins WHERE state_hash = $1 RETURNING code_verifier, redirect_uri, expires_at > now()";

    /// <summary>A new state, and the challenge whose verifier is kept with it.</summary>
    public async Task<(string State, string Challenge)> BeginAsync(string? redirectUri, CancellationToken cancellationToken)
    {
        var (state, verifier) = (Random(), Random());
        await using var command = database.CreateCommand(BeginSql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Hash(state) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = verifier });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = redirectUri ?? (object)DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (state, Base64Url.EncodeToString(Hash(verifier)));
    }

    /// <summary>What was kept with the state, which is used up by asking; null when it is unknown, used or too old.</summary>
    public async Task<Proof?> TakeAsync(string state, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Hash(state) });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) && row.GetBoolean(2)
            ? new Proof(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))
            : null;
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>What GitHub wants to see beside the code. A class and not a record, whose ToString would print it.</summary>
internal sealed class Proof(string codeVerifier, string? redirectUri)
{
    public string CodeVerifier { get; } = codeVerifier;

    public string? RedirectUri { get; } = redirectUri;
}
