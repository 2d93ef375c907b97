using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Keys.Bans;

/// <summary>
/// What Identity said last of an account that was ever banned. The row stays when the ban is lifted: a word that comes late must find a newer one to lose to.
/// </summary>
public sealed class BannedAccount
{
    public required Guid AccountId { get; init; }

    public required bool IsBanned { get; init; }

    /// <summary>Identity's, higher with each change.</summary>
    public required long Version { get; init; }

    public DateTimeOffset ChangedAt { get; private set; }
}

internal sealed class BannedAccountConfiguration : IEntityTypeConfiguration<BannedAccount>
{
    public void Configure(EntityTypeBuilder<BannedAccount> builder)
    {
        builder.ToTable("account_bans");
        builder.HasKey(static account => account.AccountId);
        builder.Property(static account => account.AccountId).ValueGeneratedNever();
        builder.Property(static account => account.ChangedAt).HasDefaultValueSql("now()");
    }
}
