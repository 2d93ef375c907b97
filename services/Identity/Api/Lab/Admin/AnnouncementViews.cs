using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Announcements;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="IsActive">Whether it is switched on and its end, if it has one, is still to come.</param>
internal sealed record AnnouncementView(
    Guid Id, string Title, string Content, string Type, bool IsActive, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<string>? TargetTiers, DateTimeOffset CreatedAt)
{
    public static AnnouncementView Of(ListedAnnouncement one) => new(
        one.Id, one.Title, one.Content, one.Type, one.IsActive, one.StartsAt, one.EndsAt, one.TargetTiers?.Select(LabTiers.ToLab).ToList(), one.CreatedAt);
}

/// <summary>What making or changing an announcement answers.</summary>
internal sealed record SavedAnnouncementView(bool Success, AnnouncementView Announcement);
