using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Accounts;

/// <summary>What a tier grants, where the ledger's functions can read it.</summary>
internal sealed class TierRow
{
    public required string Name { get; init; }

    public int MonthlyCredits { get; init; }

    public bool IsCapped { get; init; }
}

internal sealed class TierRowConfiguration : IEntityTypeConfiguration<TierRow>
{
    public void Configure(EntityTypeBuilder<TierRow> builder)
    {
        builder.ToTable("tiers", static table => table.HasCheckConstraint("ck_tiers_monthly_credits", "monthly_credits >= 0"));
        builder.HasKey(tier => tier.Name);
    }
}
