using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Keys.Erasures;

/// <summary>An account that was deleted. The row stays for good: a trigger (<c>Data/Sql/refuse_erased.sql</c>) lets it have no further key.</summary>
public sealed class ErasedAccount
{
    public required Guid AccountId { get; init; }

    public DateTimeOffset ErasedAt { get; private set; }
}

internal sealed class ErasedAccountConfiguration : IEntityTypeConfiguration<ErasedAccount>
{
    public void Configure(EntityTypeBuilder<ErasedAccount> builder)
    {
        builder.ToTable("erased_accounts");
        builder.HasKey(static account => account.AccountId);
        builder.Property(static account => account.ErasedAt).HasDefaultValueSql("now()");
    }
}
