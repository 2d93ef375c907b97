using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Billing.Accounts;

namespace NanoBanana.Billing.Ledger;

/// <summary>
/// One double entry. It takes <see cref="Amount"/> from one ledger account and gives it to another, so every row sums to zero, and
/// with it every transaction and the whole ledger: there is no way to write an entry that does not. Rows are never changed.
/// </summary>
internal sealed class Transfer
{
    public long Id { get; init; }

    public Guid AccountId { get; init; }

    public Guid? JobId { get; init; }

    public required string Kind { get; init; }

    /// <summary>The ledger account it is taken from.</summary>
    public required string Debit { get; init; }

    /// <summary>The ledger account it is given to.</summary>
    public required string Credit { get; init; }

    public long Amount { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TransferConfiguration : IEntityTypeConfiguration<Transfer>
{
    private const string LedgerAccounts = "('available', 'held', 'revenue', 'grants', 'receivable')";

    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.ToTable("transfers", static table =>
        {
            table.HasCheckConstraint("ck_transfers_amount", "amount > 0");
            table.HasCheckConstraint("ck_transfers_accounts", $"debit <> credit AND debit IN {LedgerAccounts} AND credit IN {LedgerAccounts}");
        });
        builder.Property(transfer => transfer.Id).UseIdentityAlwaysColumn();
        builder.Property(transfer => transfer.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(transfer => new { transfer.JobId, transfer.Kind }).IsUnique().HasFilter("job_id IS NOT NULL");
        builder.HasIndex(transfer => new { transfer.AccountId, transfer.Id });
        builder.HasOne<Account>().WithMany().HasForeignKey(transfer => transfer.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
