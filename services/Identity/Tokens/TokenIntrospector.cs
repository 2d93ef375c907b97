using NanoBanana.Contracts.Identity;
using NanoBanana.Identity.Users;
using Npgsql;

namespace NanoBanana.Identity.Tokens;

/// <summary>Says whether a token whose signature and expiry are good may still be used: one statement, prepared by the driver.</summary>
internal sealed class TokenIntrospector(NpgsqlDataSource database, Admins admins)
{
    private const string Sql = """
        SELECT token_generation = $3 OR spared_token_id IS NOT DISTINCT FROM $1, normalized_email,
            CASE WHEN provider = 'github' THEN provider_login END, banned_at IS NOT NULL
        FROM identity.users
        WHERE id = $2 AND NOT EXISTS (SELECT FROM identity.revoked_tokens WHERE token_id = $1)
        """;

    private static readonly TokenIntrospection Inactive = new(Active: false, IsAdmin: false);

    /// <summary>Said of a token that would be good otherwise, and so to nobody but its holder.</summary>
    private static readonly TokenIntrospection Banned = Inactive with { IsBanned = true };

    public async Task<TokenIntrospection> IntrospectAsync(IntrospectTokenRequest token, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token.TokenId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token.UserId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = token.Generation });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || !row.GetBoolean(0))
            return Inactive;
        return row.GetBoolean(3) ? Banned : new TokenIntrospection(Active: true, IsAdmin: admins.Contains(Text(row, 1), Text(row, 2)));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
