using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Billing.Accounts;

/// <summary>An account and its balances: projections of its transfers, which only billing.book_all writes.</summary>
internal sealed class Account
{
    public Guid Id { get; init; }

    public required string Tier { get; init; }

    public bool IsCapped { get; init; }

    public long Available { get; init; }

    public long Held { get; init; }

    /// <summary>The first day of the month whose grant was last booked.</summary>
    public DateOnly GrantMonth { get; init; }

    /// <summary>What that month's grants gave, less what a change of tier took back.</summary>
    public long Granted { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts", static table =>
        {
            table.HasCheckConstraint("ck_accounts_available", "available >= 0 OR NOT is_capped");
            table.HasCheckConstraint("ck_accounts_held", "held >= 0");
        });
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.Property(account => account.CreatedAt).HasDefaultValueSql("now()");
        builder.HasOne<TierRow>().WithMany().HasForeignKey(account => account.Tier).OnDelete(DeleteBehavior.Restrict);
    }
}
