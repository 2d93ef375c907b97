using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Queue;

namespace NanoBanana.Generation.Jobs;

/// <summary>One generation: what was asked, where it stands, and what it cost.</summary>
internal sealed class Job
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid? KeyId { get; init; }
    public string State { get; set; } = JobState.Queued;

    /// <summary><c>image</c> or <c>video</c>.</summary>
    public string Kind { get; init; } = "image";

    /// <summary>Which waiting jobs go first: <see cref="JobPriority"/>.</summary>
    public short Priority { get; init; }

    /// <summary>The batch it is an item of.</summary>
    public long? BatchId { get; init; }

    /// <summary>Which item, from 1.</summary>
    public int? BatchItem { get; init; }

    /// <summary>Whether it was taken from the queue, and so counts among the jobs that its account may have running at the same time.</summary>
    public bool FromQueue { get; init; }

    /// <summary>A running job's stage, once it is past being generated: <c>uploading</c>.</summary>
    public string? Stage { get; set; }

    /// <summary>When its caller asked to have it cancelled: nothing more is sent for it.</summary>
    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>When a job that nobody has begun is given up; null never. What was begun may have left an order at a provider.</summary>
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>The <see cref="GenerationRequest"/>, as JSON.</summary>
    public string Request { get; init; } = "{}";

    public string? Provider { get; set; }
    public string? Model { get; set; }
    public string? Resolution { get; set; }
    public int ImageCount { get; init; }
    public int HeldCredits { get; init; }
    public int? ChargedCredits { get; set; }
    public int PriceVersion { get; init; }
    public long ProviderCostMicros { get; set; }
    public Guid? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How often its lease ran out. A job that brings down whoever runs it must not do so for ever.</summary>
    public int Takeovers { get; set; }

    public DateTimeOffset NextTryAt { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorDetail { get; set; }
    public int? RetryAfterSeconds { get; set; }

    /// <summary>Codes of <see cref="GenerationWarning"/>.</summary>
    public string[] Warnings { get; set; } = [];

    /// <summary>The <see cref="Routing.RoutePlan"/>, as JSON; null for jobs of versions that knew one provider only.</summary>
    public string? Route { get; init; }

    /// <summary>Whether it runs on the caller's own key: nothing is held or charged, and only the process that got the key can run it.</summary>
    public bool OwnKey { get; init; }

    /// <summary>The <see cref="Quota.QuotaTerms"/>, as JSON; null of a job that is not metered.</summary>
    public string? Quota { get; init; }

    /// <summary>W3C trace context of the request, so that a takeover shows in the same trace.</summary>
    public string? TraceParent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }
    public List<Attempt> Attempts { get; } = [];
    public List<JobImage> Images { get; } = [];

    internal sealed class Configuration : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> job)
        {
            job.ToTable("jobs", static table =>
            {
                table.HasCheckConstraint("ck_jobs_state", "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')");
                table.HasCheckConstraint("ck_jobs_batch", "(batch_id IS NULL) = (batch_item IS NULL)");
                table.HasCheckConstraint("ck_jobs_lease", "(state = 'running') = (lease_owner IS NOT NULL)");
                table.HasCheckConstraint("ck_jobs_finished", "(state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)");
                table.HasCheckConstraint("ck_jobs_charge", "charged_credits IS NULL OR charged_credits BETWEEN 0 AND held_credits");
            });
            job.HasKey(static row => row.Id);
            job.Property(static row => row.Request).HasColumnType("jsonb");
            job.Property(static row => row.OwnKey).HasDefaultValue(false);
            job.Property(static row => row.Kind).HasDefaultValue("image");
            job.Property(static row => row.Priority).HasDefaultValue(JobPriority.Interactive);
            job.Property(static row => row.FromQueue).HasDefaultValue(false);
            job.Property(static row => row.Route).HasColumnType("jsonb");
            job.Property(static row => row.Quota).HasColumnType("jsonb");
            job.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            job.Property(static row => row.NextTryAt).HasDefaultValueSql("now()");
            job.Property(static row => row.Takeovers).HasDefaultValue(0);
            job.Property(static row => row.Warnings).HasDefaultValueSql("'{}'");
            job.HasMany(static row => row.Attempts).WithOne().HasForeignKey(static attempt => attempt.JobId);
            job.HasMany(static row => row.Images).WithOne().HasForeignKey(static image => image.JobId);
            job.HasIndex(static row => new { row.AccountId, row.CreatedAt, row.Id }).IsDescending(false, true, true).HasDatabaseName("ix_jobs_list");
            job.HasIndex(static row => new { row.AccountId, row.Priority, row.NextTryAt, row.Id }).HasFilter("state = 'queued'").HasDatabaseName("ix_jobs_queued");
            job.HasIndex(static row => row.NextTryAt).HasFilter("state = 'queued'").HasDatabaseName("ix_jobs_queue_age");
            job.HasIndex(static row => row.StartBy).HasFilter("state = 'queued' AND start_by IS NOT NULL").HasDatabaseName("ix_jobs_start_by");
            job.HasIndex(static row => new { row.BatchId, row.BatchItem }).IsUnique().HasFilter("batch_id IS NOT NULL").HasDatabaseName("ix_jobs_batch");
            job.HasOne<Batch>().WithMany().HasForeignKey(static row => row.BatchId);
            job.HasIndex(static row => row.LeaseUntil).HasFilter("state = 'running'").HasDatabaseName("ix_jobs_leased");
        }
    }
}
