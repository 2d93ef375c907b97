using Npgsql;

namespace NanoBanana.Identity.Announcements;

/// <summary>An announcement as operators see it.</summary>
/// <param name="IsActive">Neither switched off nor past its end.</param>
/// <param name="TargetTiers">By our names; null is everybody.</param>
internal sealed record ListedAnnouncement(
    Guid Id, string Title, string Content, string Type, bool IsActive, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string[]? TargetTiers, DateTimeOffset CreatedAt)
{
    /// <summary>A condition of what is listed as active.</summary>
    public const string Active = "is_active AND (ends_at IS NULL OR ends_at > now())";

    public const string Columns = $"id, title, content, type, {Active}, starts_at, ends_at, target_tiers, created_at";

    public static ListedAnnouncement Read(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3), row.GetBoolean(first + 4),
        row.GetFieldValue<DateTimeOffset>(first + 5), row.IsDBNull(first + 6) ? null : row.GetFieldValue<DateTimeOffset>(first + 6),
        row.IsDBNull(first + 7) ? null : row.GetFieldValue<string[]>(first + 7), row.GetFieldValue<DateTimeOffset>(first + 8));
}
