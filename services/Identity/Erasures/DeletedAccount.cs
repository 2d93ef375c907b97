using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Erasures;

/// <summary>That there was an account. Its id alone, which the ledger keeps too; whoever it was is nowhere any more.</summary>
public sealed class DeletedAccount
{
    public Guid AccountId { get; init; }

    public DateTimeOffset DeletedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DeletedAccount>
    {
        public void Configure(EntityTypeBuilder<DeletedAccount> account)
        {
            account.ToTable("deleted_accounts");
            account.HasKey(static row => row.AccountId);
            account.Property(static row => row.AccountId).ValueGeneratedNever();
            account.Property(static row => row.DeletedAt).HasDefaultValueSql("now()");
        }
    }
}
