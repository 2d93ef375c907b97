using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Usage;

/// <summary>One released job that was tried at a provider and made nothing. Jobs that were cancelled or never tried have none.</summary>
internal sealed class UsageFailure
{
    public Guid JobId { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>UTC.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Who was asked last.</summary>
    public required string Provider { get; init; }

    public required string Mode { get; init; }

    public required string Resolution { get; init; }

    public DateTimeOffset CompletedAt { get; init; }
}

internal sealed class UsageFailureConfiguration : IEntityTypeConfiguration<UsageFailure>
{
    public void Configure(EntityTypeBuilder<UsageFailure> builder)
    {
        builder.ToTable("usage_failures");
        builder.HasKey(failure => failure.JobId);
        builder.Property(failure => failure.JobId).ValueGeneratedNever();
    }
}
