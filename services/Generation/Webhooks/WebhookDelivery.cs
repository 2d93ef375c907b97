using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// One event on its way to one endpoint, written by the trigger on events in the transaction of the event. It refers to its endpoint without
/// a foreign key: an endpoint that is deleted at that moment must not be able to fail a job's transaction.
/// </summary>
internal sealed class WebhookDelivery
{
    /// <summary>On the wire <c>whd_</c> and this.</summary>
    public Guid Id { get; init; }

    public Guid EndpointId { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>The event, with the account.</summary>
    public long EventSequence { get; init; }

    public Guid EventId { get; init; }
    public string Type { get; init; } = "";

    /// <summary>The job or batch whose deliveries keep their order; null when there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>Where it goes, by name and port: one slow host must not hold up the others.</summary>
    public string Host { get; init; } = "";

    /// <summary><c>pending</c>, <c>delivered</c> or <c>failed</c>.</summary>
    public string State { get; init; } = WebhookDeliveryState.Pending;

    /// <summary>Tries that have begun.</summary>
    public int Tries { get; init; }

    /// <summary>When it is due; while somebody tries, when that try counts as lost.</summary>
    public DateTimeOffset NextTryAt { get; init; }

    /// <summary>No try follows one that failed after this.</summary>
    public DateTimeOffset GiveUpAt { get; init; }

    /// <summary>Names the try that is under way.</summary>
    public Guid? Lease { get; init; }

    /// <summary>Of the last answer; null when there was none.</summary>
    public int? LastStatus { get; init; }

    public int? LastDurationMs { get; init; }

    /// <summary>One of <see cref="WebhookFailure"/>.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<WebhookDelivery>
    {
        public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
        {
            delivery.ToTable("webhook_deliveries", static table => table.HasCheckConstraint(
                "ck_webhook_deliveries_state",
                "state IN ('pending', 'delivered', 'failed') AND (state = 'pending' OR lease IS NULL) AND (state = 'delivered') = (delivered_at IS NOT NULL)"));
            delivery.HasKey(static row => row.Id);
            delivery.Property(static row => row.Id).HasDefaultValueSql("gen_random_uuid()");
            delivery.Property(static row => row.State).HasDefaultValue(WebhookDeliveryState.Pending);
            delivery.Property(static row => row.Tries).HasDefaultValue(0);
            delivery.Property(static row => row.NextTryAt).HasDefaultValueSql("now()");
            delivery.Property(static row => row.GiveUpAt).HasDefaultValueSql("now() + interval '24 hours'");
            delivery.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            delivery.HasIndex(static row => new { row.EndpointId, row.EventId }).IsUnique().HasDatabaseName("ix_webhook_deliveries_event");
            delivery.HasIndex(static row => new { row.EndpointId, row.CreatedAt, row.Id }).IsDescending(false, true, true).HasDatabaseName("ix_webhook_deliveries_list");
            delivery.HasIndex(static row => new { row.Host, row.NextTryAt }).HasFilter("state = 'pending'").HasDatabaseName("ix_webhook_deliveries_due");
            delivery.HasIndex(static row => new { row.EndpointId, row.Subject, row.EventSequence }).HasFilter("state = 'pending'").HasDatabaseName("ix_webhook_deliveries_order");
            delivery.HasIndex(static row => row.CreatedAt).HasMethod("brin").HasDatabaseName("ix_webhook_deliveries_created_at");
        }
    }
}

internal static class WebhookDeliveryState
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Failed = "failed";

    public static readonly string[] All = [Pending, Delivered, Failed];
}
