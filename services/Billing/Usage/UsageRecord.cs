using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Usage;

/// <summary>What one settled job made and cost. <see cref="KeyId"/> is empty for a signed-in user without a key.</summary>
internal sealed class UsageRecord
{
    public Guid JobId { get; init; }

    public Guid AccountId { get; init; }

    public Guid KeyId { get; init; }

    /// <summary>UTC.</summary>
    public DateOnly Day { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    public required string Mode { get; init; }

    public required string Resolution { get; init; }

    /// <summary><c>image</c> or <c>video</c>, as the hold.</summary>
    public required string Kind { get; init; }

    /// <summary>How many results were delivered: images, or videos.</summary>
    public int Images { get; init; }

    /// <summary>What was charged for: images, or seconds of video.</summary>
    public int Units { get; init; }

    public int DurationMs { get; init; }

    public int Credits { get; init; }

    /// <summary>For all of them, in millionths of a dollar.</summary>
    public long ProviderCostMicros { get; init; }

    public DateTimeOffset CompletedAt { get; init; }

    /// <summary>Whether any of it was made by another model or provider than the one planned.</summary>
    public bool Fallback { get; init; }
}

internal sealed class UsageRecordConfiguration : IEntityTypeConfiguration<UsageRecord>
{
    public void Configure(EntityTypeBuilder<UsageRecord> builder)
    {
        builder.ToTable("usage_records", static table =>
            table.HasCheckConstraint("ck_usage_records_counts", "images > 0 AND units >= images"));
        builder.HasKey(record => record.JobId);

        // For processes of versions that did not know of them, and write none.
        builder.Property(record => record.Fallback).HasDefaultValue(false);
        builder.Property(record => record.Kind).HasDefaultValue("image");
        builder.Property(record => record.Units).HasDefaultValue(1);
        builder.Property(record => record.JobId).ValueGeneratedNever();
    }
}
