using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Contracts.Notifications;

namespace NanoBanana.Identity.Notifications;

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    private const string Kept = "deleted_at IS NULL";

    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications", static table =>
        {
            table.HasCheckConstraint("ck_notifications_type", $"type IN ({string.Join(", ", NotificationTypes.All.Select(static type => $"'{type}'"))})");
            table.HasCheckConstraint("ck_notifications_data", "jsonb_typeof(data) = 'object'");
            table.HasCheckConstraint(
                "ck_notifications_text",
                $"CASE WHEN deleted_at IS NULL THEN length(title) BETWEEN 1 AND {NewNotification.MaxTitle} " +
                $"AND (message IS NULL OR length(message) BETWEEN 1 AND {NewNotification.MaxMessage}) ELSE title = '' AND message IS NULL AND data = '{{}}' END");
        });
        builder.HasKey(static row => row.Id);
        builder.Property(static row => row.Data).HasColumnType("jsonb");
        builder.Property(static row => row.IsRead).HasComputedColumnSql("read_at IS NOT NULL", stored: true);

        // One for each way to filter: a page is a stretch of one of them, however much else the account has.
        Index(builder, "ix_notifications_newest", nameof(Notification.AccountId), nameof(Notification.CreatedAt), nameof(Notification.Id));
        Index(builder, "ix_notifications_newest_read", nameof(Notification.AccountId), nameof(Notification.IsRead), nameof(Notification.CreatedAt), nameof(Notification.Id));
        Index(builder, "ix_notifications_newest_type", nameof(Notification.AccountId), nameof(Notification.Type), nameof(Notification.CreatedAt), nameof(Notification.Id));
        Index(
            builder, "ix_notifications_newest_type_read", nameof(Notification.AccountId), nameof(Notification.Type), nameof(Notification.IsRead),
            nameof(Notification.CreatedAt), nameof(Notification.Id));
        builder.HasIndex(static row => row.CreatedAt);
    }

    private static void Index(EntityTypeBuilder<Notification> builder, string name, params string[] columns) =>
        builder.HasIndex(columns, name).HasFilter(Kept);
}
