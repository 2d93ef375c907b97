using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Bans;

/// <summary>
/// What Keys is still to be told of an account, written in the transaction that bans it or lifts the ban. One row for an account: a newer word takes the
/// place of an older one that was not told yet. It goes when Keys has acknowledged its version.
/// </summary>
public sealed class PendingBan
{
    /// <summary>The sequence that versions are drawn from, under the lock of the user's row: the later of two changes has the higher one.</summary>
    public const string Versions = "ban_versions";

    public Guid AccountId { get; init; }

    public bool IsBanned { get; init; }

    public long Version { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset NextTryAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<PendingBan>
    {
        public void Configure(EntityTypeBuilder<PendingBan> row)
        {
            row.ToTable("ban_outbox");
            row.HasKey(static one => one.AccountId);
            row.Property(static one => one.AccountId).ValueGeneratedNever();
            row.Property(static one => one.Tries).HasDefaultValue(0);

            // The process that wrote it tries at once; whoever sweeps comes a second later.
            row.Property(static one => one.NextTryAt).HasDefaultValueSql("now() + interval '1 second'");
            row.HasIndex(static one => one.NextTryAt, "ix_ban_outbox_due");
        }
    }
}
