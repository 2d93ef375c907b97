using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Erasures;

/// <summary>
/// An account that was deleted, and how far its erasure has come. The row stays for good: triggers (<c>Data/Sql/refuse_erased.sql</c>) let nothing more be kept of the account.
/// </summary>
internal sealed class Erasure
{
    public Guid AccountId { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When a process looks again; while one is at it, the end of its lease.</summary>
    public DateTimeOffset NextTryAt { get; init; }

    /// <summary>Jobs up to this one, in the order of time and id, are emptied, and none of them was alive.</summary>
    public DateTimeOffset WalkedTo { get; init; }

    public Guid WalkedToId { get; init; }

    /// <summary>When the last of it was gone; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Erasure>
    {
        public void Configure(EntityTypeBuilder<Erasure> erasure)
        {
            erasure.ToTable("erasures");
            erasure.HasKey(static row => row.AccountId);
            erasure.Property(static row => row.AccountId).ValueGeneratedNever();
            erasure.Property(static row => row.AskedAt).HasDefaultValueSql("now()");
            erasure.Property(static row => row.NextTryAt).HasDefaultValueSql("now()");
            erasure.Property(static row => row.WalkedTo).HasDefaultValueSql("'-infinity'");
            erasure.Property(static row => row.WalkedToId).HasDefaultValue(Guid.Empty);
            erasure.HasIndex(static row => row.NextTryAt, "ix_erasures_due").HasFilter("finished_at IS NULL");
        }
    }
}
