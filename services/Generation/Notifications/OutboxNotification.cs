using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Contracts.Events;

namespace NanoBanana.Generation.Notifications;

/// <summary>
/// An end that Identity must still be told of. Written by the trigger on events (<c>Data/Sql/notify_accounts.sql</c>) in the event's transaction,
/// removed when Identity has it. Apart from the messages to Billing, so that neither can hold up the other.
/// </summary>
internal sealed class OutboxNotification
{
    /// <summary>The event's: Identity keeps each id once.</summary>
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>One of <see cref="Types"/>.</summary>
    public string EventType { get; init; } = "";

    /// <summary>What ended, as on the wire: <c>batch_...</c>, <c>gen_...</c>, <c>wh_...</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>A video's error code, or the reason why a webhook was disabled.</summary>
    public string? Why { get; init; }

    public long? BatchId { get; init; }

    /// <summary>The event's.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public int Tries { get; init; }
    public DateTimeOffset NextTryAt { get; init; }

    /// <summary>Set when Identity refuses it: it waits for an operator.</summary>
    public string? ParkedBecause { get; init; }

    /// <summary>The events that are told.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [EventTypes.BatchCompleted, EventTypes.BatchFailed, EventTypes.VideoCompleted, EventTypes.VideoFailed, EventTypes.WebhookDisabled];

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxNotification>
    {
        public void Configure(EntityTypeBuilder<OutboxNotification> message)
        {
            message.ToTable("notification_outbox", static table => table.HasCheckConstraint(
                "ck_notification_outbox_event_type", $"event_type IN ({string.Join(", ", Types.Select(static type => $"'{type}'"))})"));
            message.HasKey(static row => row.Id);
            message.Property(static row => row.Tries).HasDefaultValue(0);
            message.Property(static row => row.NextTryAt).HasDefaultValueSql("now()");
            message.HasIndex(static row => row.NextTryAt).HasFilter("parked_because IS NULL");
        }
    }
}
