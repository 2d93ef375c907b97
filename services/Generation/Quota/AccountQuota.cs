using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Quota;

/// <summary>
/// An account's day at the Lab's routes, kept by the triggers of Data/Sql/meter_jobs.sql. There is one row for an account, which the first generation of a day begins anew.
/// </summary>
internal sealed class AccountQuota
{
    /// <summary>A registered account, or the one that stands for an address.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The day (UTC) that the count is of.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Generations of that day that have an image, or may still get one.</summary>
    public int Used { get; init; }

    /// <summary>What it was held to when something was last taken: the count is never more.</summary>
    public int DayLimit { get; init; }

    public DateTimeOffset? LastTakenAt { get; init; }

    /// <summary>When an operator emptied the count: jobs of before give nothing back.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    public decimal Multiplier { get; init; }

    /// <summary>The day (UTC) on which its sockets were last told that little is left.</summary>
    public DateOnly? WarnedOn { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AccountQuota>
    {
        public void Configure(EntityTypeBuilder<AccountQuota> quota)
        {
            quota.ToTable("quotas", static table =>
            {
                table.HasCheckConstraint("ck_quotas_used", "used BETWEEN 0 AND day_limit");
                table.HasCheckConstraint("ck_quotas_multiplier", "multiplier BETWEEN 0.1 AND 100");
            });
            quota.HasKey(static row => row.AccountId);
            quota.Property(static row => row.AccountId).ValueGeneratedNever();
            quota.Property(static row => row.Day).HasDefaultValueSql("'-infinity'");
            quota.Property(static row => row.Used).HasDefaultValue(0);
            quota.Property(static row => row.DayLimit).HasDefaultValue(0);
            quota.Property(static row => row.Multiplier).HasColumnType("numeric(5,2)").HasDefaultValue(1m);
        }
    }
}
