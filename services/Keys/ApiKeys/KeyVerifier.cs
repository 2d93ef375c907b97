using System.Security.Cryptography;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using Npgsql;

namespace NanoBanana.Keys.ApiKeys;

/// <summary>
/// Finds a key by its hash: one statement, prepared by the driver after its first uses, one probe of a unique index
/// and one of the banned accounts'. Whether its time
/// is over is the database's to say, whose clock all replicas share.
/// </summary>
internal sealed class KeyVerifier(NpgsqlDataSource database, KeysMetrics metrics)
{
    private const string Sql = """
        SELECT id, key_hash, kind, account_id, project_id, scopes, expires_at, revoked_at IS NOT NULL, coalesce(expires_at <= now(), false),
            EXISTS (SELECT FROM keys.account_bans AS ban WHERE ban.account_id = api_keys.account_id AND ban.is_banned)
        FROM keys.api_keys
        WHERE key_hash = $1
        """;

    private static readonly KeyVerification Unknown = new(KeyVerdict.Unknown, Key: null);

    public async Task<KeyVerification> VerifyAsync(string keyHash, CancellationToken cancellationToken)
    {
        var verification = await FindAsync(keyHash, cancellationToken);
        metrics.Verified(verification.Verdict);
        return verification;
    }

    private async Task<KeyVerification> FindAsync(string keyHash, CancellationToken cancellationToken)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(keyHash, hash, out _, out var length) != System.Buffers.OperationStatus.Done || length != hash.Length)
            return Unknown;

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);

        // The index compares byte by byte and stops early; what it found is compared again without doing so.
        if (!await row.ReadAsync(cancellationToken) || !CryptographicOperations.FixedTimeEquals(row.GetFieldValue<byte[]>(1), hash))
            return Unknown;

        var project = row.IsDBNull(4) ? null : row.GetString(4);
        var key = new VerifiedKey(
            KeyId: row.GetGuid(0),
            Kind: PrincipalKindOf(row.GetString(2)),
            AccountId: project is null ? row.GetGuid(3) : OperatorAccount.OfProject(project),
            ProjectId: project,
            Scopes: row.GetFieldValue<string[]>(5),
            ExpiresAt: row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6));
        var (revoked, expired, banned) = (row.GetBoolean(7), row.GetBoolean(8), row.GetBoolean(9));
        return new KeyVerification(
            revoked ? KeyVerdict.Revoked : expired ? KeyVerdict.Expired : banned ? KeyVerdict.Banned : KeyVerdict.Valid, key);
    }

    private static PrincipalKind PrincipalKindOf(string kind) => kind switch
    {
        "user" => PrincipalKind.UserKey,
        "project" => PrincipalKind.ProjectKey,
        "master" => PrincipalKind.MasterKey,
        _ => throw new InvalidOperationException($"A key of kind '{kind}' is stored, which this version does not know."),
    };
}
