using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Jobs;

/// <summary>One call to a provider for one image of a job.</summary>
internal sealed class Attempt
{
    public Guid JobId { get; init; }

    /// <summary>Which image of the job, from 1.</summary>
    public int Image { get; init; }

    /// <summary>Which try for that image, from 1.</summary>
    public int Try { get; init; }

    public string Provider { get; init; } = "";
    public string Model { get; init; } = "";

    /// <summary>One of <see cref="AttemptState"/>.</summary>
    public string State { get; set; } = AttemptState.NotSent;

    /// <summary>The provider's own id of an asynchronous job, committed before anything waits on it.</summary>
    public string? ProviderJobId { get; set; }

    /// <summary>The failure class, snake_case, once it failed.</summary>
    public string? Failure { get; set; }

    /// <summary>The provider's own reason as a short token.</summary>
    public string? Detail { get; set; }

    /// <summary>What it costs us, in millionths of a dollar; null until it has ended.</summary>
    public long? CostMicros { get; set; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Attempt>
    {
        public void Configure(EntityTypeBuilder<Attempt> attempt)
        {
            attempt.ToTable("attempts", static table => table.HasCheckConstraint(
                "ck_attempts_state", "state IN ('not_sent', 'sending', 'accepted', 'unknown', 'succeeded', 'failed')"));
            attempt.HasKey(static row => new { row.JobId, row.Image, row.Try });
            attempt.Property(static row => row.StartedAt).HasDefaultValueSql("now()");
        }
    }
}
