namespace NanoBanana.Identity.Announcements;

/// <summary>What an operator changes of an announcement; null of what stays. An end and tiers may be set to null themselves.</summary>
/// <param name="SetsEnd">Whether <paramref name="EndsAt"/> counts.</param>
/// <param name="SetsTiers">Whether <paramref name="TargetTiers"/> count.</param>
internal sealed record AnnouncementChange(
    string? Title, string? Content, string? Type, DateTimeOffset? StartsAt, bool SetsEnd, DateTimeOffset? EndsAt, bool SetsTiers, string[]? TargetTiers, bool? IsActive);
