using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Contracts.Notifications;

namespace NanoBanana.Identity.Announcements;

/// <summary>
/// What operators tell their users. From its start on it becomes a notification of each user whom it is for, once: <see cref="AnnouncementDelivery"/>
/// goes through the users by their ids and notes how far it came in the transaction of what it told.
/// </summary>
public sealed class Announcement
{
    public const int MaxTitle = NewNotification.MaxTitle;
    public const int MaxContent = NewNotification.MaxMessage;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Title { get; init; }

    public required string Content { get; init; }

    /// <summary><c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>From then on nobody is told any more; null of one without an end.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>By our names; null is everybody.</summary>
    public string[]? TargetTiers { get; init; }

    /// <summary>False while an operator has switched it off: nobody is told, and it goes on from where it was when it is switched on again.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>The type of the notifications that a broadcast becomes, which is told in the same way and never listed; null of an announcement.</summary>
    public string? BroadcastType { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The last user who was told; the empty id of nobody.</summary>
    public Guid ToldUpTo { get; private set; }

    /// <summary>When everybody was told, or its time was over; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The constraint that no announcement ends before it begins, whoever changes both at once.</summary>
    internal const string Times = "ck_announcements_times";

    internal sealed class Configuration : IEntityTypeConfiguration<Announcement>
    {
        public void Configure(EntityTypeBuilder<Announcement> row)
        {
            row.ToTable("announcements", static table =>
            {
                table.HasCheckConstraint("ck_announcements_type", "type IN ('info', 'warning', 'critical')");
                table.HasCheckConstraint("ck_announcements_text", $"length(title) BETWEEN 1 AND {MaxTitle} AND length(content) BETWEEN 1 AND {MaxContent}");
                table.HasCheckConstraint(Times, "ends_at > starts_at");
            });
            row.HasKey(static one => one.Id);
            row.Property(static one => one.CreatedAt).HasDefaultValueSql("now()");
            row.Property(static one => one.ToldUpTo).HasDefaultValue(Guid.Empty);
            row.Property(static one => one.IsActive).HasDefaultValue(true).HasSentinel(true);
            row.HasIndex(static one => one.StartsAt, "ix_announcements_due").HasFilter("finished_at IS NULL AND is_active");
            row.HasIndex(static one => new { one.CreatedAt, one.Id }, "ix_announcements_list").HasFilter("broadcast_type IS NULL");
        }
    }
}
