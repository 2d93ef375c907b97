using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Webhooks;

/// <summary>An address that wants to be told of an account's events.</summary>
internal sealed class WebhookEndpoint
{
    /// <summary>On the wire <c>wh_</c> and this.</summary>
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public string Url { get; init; } = "";

    /// <summary>What it wants: some of <see cref="Contracts.Events.EventTypes.ForWebhooks"/>.</summary>
    public string[] Types { get; init; } = [];

    /// <summary>What its deliveries are signed with, encrypted by <see cref="WebhookSecrets"/>.</summary>
    public byte[] Secret { get; init; } = [];

    /// <summary>The secret of before the last rotation.</summary>
    public byte[]? PreviousSecret { get; init; }

    /// <summary>How long the previous secret signs along.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    public bool IsEnabled { get; init; }

    /// <summary>One of <see cref="WebhookDisabling"/>; null while enabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>When the first try failed that no success has followed; null after a success.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>One of <see cref="WebhookSource"/>.</summary>
    public string Source { get; init; } = WebhookSource.Api;

    /// <summary>The only job it is told of; null of those for all.</summary>
    public Guid? OnlyJobId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<WebhookEndpoint>
    {
        public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
        {
            endpoint.ToTable("webhook_endpoints", static table =>
            {
                table.HasCheckConstraint("ck_webhook_endpoints_source", "source IN ('api', 'lab', 'callback') AND (source <> 'api' OR only_job_id IS NULL)");
                table.HasCheckConstraint("ck_webhook_endpoints_enabled", "is_enabled = (disabled_reason IS NULL)");
                table.HasCheckConstraint("ck_webhook_endpoints_previous", "(previous_secret IS NULL) = (previous_until IS NULL)");
                table.HasCheckConstraint("ck_webhook_endpoints_url", "length(url) <= 2000 AND cardinality(types) > 0");
            });
            endpoint.HasKey(static row => row.Id);
            endpoint.Property(static row => row.Id).ValueGeneratedNever();
            endpoint.Property(static row => row.IsEnabled).HasDefaultValue(true);
            endpoint.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            endpoint.HasIndex(static row => row.AccountId, "ix_webhook_endpoints_account").HasFilter("only_job_id IS NULL");
            endpoint.HasIndex(static row => row.AccountId, "ix_webhook_endpoints_lab").IsUnique().HasFilter("source = 'lab' AND only_job_id IS NULL");
            endpoint.HasIndex(static row => row.OnlyJobId, "ix_webhook_endpoints_job").HasFilter("only_job_id IS NOT NULL");
        }
    }
}

/// <summary>By which door an endpoint came.</summary>
internal static class WebhookSource
{
    /// <summary><c>/v1/webhooks</c>.</summary>
    public const string Api = "api";

    /// <summary>The Lab's settings.</summary>
    public const string Lab = "lab";

    /// <summary>One request's own callback address.</summary>
    public const string Callback = "callback";
}

/// <summary>Why an endpoint is told nothing any more.</summary>
internal static class WebhookDisabling
{
    /// <summary>Its owner wished it.</summary>
    public const string Owner = "owner";

    /// <summary>It answered 410.</summary>
    public const string Gone = "gone";

    /// <summary>Every try of three days failed.</summary>
    public const string Failing = "failing";
}
