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

    public int Images { get; init; }

    public int DurationMs { get; init; }

    public int Credits { get; init; }

    /// <summary>For all images, in millionths of a dollar.</summary>
    public long ProviderCostMicros { get; init; }

    public DateTimeOffset CompletedAt { get; init; }
}

internal sealed class UsageRecordConfiguration : IEntityTypeConfiguration<UsageRecord>
{
    public void Configure(EntityTypeBuilder<UsageRecord> builder)
    {
        builder.ToTable("usage_records");
        builder.HasKey(record => record.JobId);
        builder.Property(record => record.JobId).ValueGeneratedNever();
    }
}
