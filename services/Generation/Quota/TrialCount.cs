using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Quota;

/// <summary>What all callers in the trial have taken of a mode, or of the pool (<see cref="QuotaRefusal.Pool"/>), on its last day. Kept as <see cref="AccountQuota"/> is.</summary>
internal sealed class TrialCount
{
    public required string Mode { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>Generations of a mode, points of the pool.</summary>
    public int Used { get; init; }

    /// <summary>What it was held to when something was last taken.</summary>
    public int DayLimit { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TrialCount>
    {
        public void Configure(EntityTypeBuilder<TrialCount> count)
        {
            count.ToTable("trial_counts", static table => table.HasCheckConstraint("ck_trial_counts_used", "used BETWEEN 0 AND day_limit"));
            count.HasKey(static row => row.Mode);
        }
    }
}
