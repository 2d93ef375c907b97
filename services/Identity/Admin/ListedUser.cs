using Npgsql;

namespace NanoBanana.Identity.Admin;

/// <summary>What Identity knows of a user, for operators.</summary>
/// <param name="Tier">The copy of the tier that lists are filtered by.</param>
internal sealed record ListedUser(
    Guid Id, string Login, string? Email, string? AvatarUrl, string Tier, DateTimeOffset? BannedAt, string? BanReason, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt)
{
    public const string Columns = """
        id, coalesce(provider_login, split_part(email, '@', 1), ''), email, avatar_url, tier, banned_at, ban_reason, created_at, last_login_at
        """;

    public static ListedUser Read(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetString(first + 1), Text(row, first + 2), Text(row, first + 3), row.GetString(first + 4), Time(row, first + 5), Text(row, first + 6),
        row.GetFieldValue<DateTimeOffset>(first + 7), Time(row, first + 8));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
