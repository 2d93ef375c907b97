using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Usage;

/// <summary>
/// What an account's jobs of a day came to, for each provider, mode and step: the sum of its usage records and failures, which triggers on
/// both keep. As many rows as there are such combinations, however many jobs there were.
/// </summary>
internal sealed class UsageRollup
{
    public Guid AccountId { get; init; }

    /// <summary>UTC.</summary>
    public DateOnly Day { get; init; }

    public required string Provider { get; init; }

    public required string Mode { get; init; }

    public required string Resolution { get; init; }

    /// <summary>Jobs that delivered.</summary>
    public long Generations { get; init; }

    /// <summary>Jobs that were tried and made nothing.</summary>
    public long Failures { get; init; }

    /// <summary>Of the jobs that delivered, those that were not served as planned.</summary>
    public long Fallbacks { get; init; }

    /// <summary>From start to end, of all that delivered.</summary>
    public long DurationMs { get; init; }

    public long Credits { get; init; }
}

internal sealed class UsageRollupConfiguration : IEntityTypeConfiguration<UsageRollup>
{
    public void Configure(EntityTypeBuilder<UsageRollup> builder)
    {
        builder.ToTable("usage_rollups", static table => table.HasCheckConstraint(
            "ck_usage_rollups_counts", "generations >= 0 AND failures >= 0 AND fallbacks BETWEEN 0 AND generations AND duration_ms >= 0 AND credits >= 0"));
        builder.HasKey(rollup => new { rollup.AccountId, rollup.Day, rollup.Provider, rollup.Mode, rollup.Resolution });
    }
}
