using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Billing.Accounts;

namespace NanoBanana.Billing.Holds;

/// <summary>The credits set aside for one job, at the price it was quoted.</summary>
internal sealed class Hold
{
    public Guid JobId { get; init; }

    public Guid AccountId { get; init; }

    public required string Model { get; init; }

    public required string Resolution { get; init; }

    public required string Kind { get; init; }

    public int Units { get; init; }

    public int UnitCredits { get; init; }

    public int Credits { get; init; }

    public int PriceVersion { get; init; }

    /// <summary>What the provider is expected to bill us for one unit, in millionths of a dollar.</summary>
    public long ProviderCostMicros { get; init; }

    public required string State { get; init; }

    public int Charged { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds", static table =>
        {
            table.HasCheckConstraint("ck_holds_amounts", "units > 0 AND credits = unit_credits * units AND charged BETWEEN 0 AND credits");
            table.HasCheckConstraint("ck_holds_state", "state IN ('open', 'settled', 'released') AND (closed_at IS NULL) = (state = 'open')");
        });
        builder.HasKey(hold => hold.JobId);
        builder.Property(hold => hold.JobId).ValueGeneratedNever();
        builder.Property(hold => hold.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(hold => hold.CreatedAt, "ix_holds_open").HasFilter("state = 'open'");
        builder.HasOne<Account>().WithMany().HasForeignKey(hold => hold.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
