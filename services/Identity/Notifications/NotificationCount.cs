using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Notifications;

/// <summary>
/// How many notifications of a type an account has. Kept by the triggers of <c>Data/Sql/count_notifications.sql</c> in the transaction of
/// each change, so that nothing is counted when it is asked for.
/// </summary>
public sealed class NotificationCount
{
    public required Guid AccountId { get; init; }

    public required string Type { get; init; }

    public required long Total { get; init; }

    public required long Unread { get; init; }
}

internal sealed class NotificationCountConfiguration : IEntityTypeConfiguration<NotificationCount>
{
    public void Configure(EntityTypeBuilder<NotificationCount> builder)
    {
        builder.ToTable("notification_counts", static table =>
            table.HasCheckConstraint("ck_notification_counts", "unread BETWEEN 0 AND total"));
        builder.HasKey(static row => new { row.AccountId, row.Type });
    }
}
