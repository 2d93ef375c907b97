using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Erasures;

/// <summary>
/// Where a deleted account is still to be erased, written in the transaction that deletes it: one row for each service. It goes when the service says that it need not be told again.
/// </summary>
public sealed class PendingErasure
{
    public Guid AccountId { get; init; }

    /// <summary>One of <see cref="ErasureTargets.All"/>.</summary>
    public required string Service { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset NextTryAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<PendingErasure>
    {
        public void Configure(EntityTypeBuilder<PendingErasure> row)
        {
            row.ToTable("erasure_outbox");
            row.HasKey(static one => new { one.AccountId, one.Service });
            row.Property(static one => one.Tries).HasDefaultValue(0);

            // The process that wrote it tries at once; whoever sweeps comes a second later.
            row.Property(static one => one.NextTryAt).HasDefaultValueSql("now() + interval '1 second'");
            row.HasIndex(static one => one.NextTryAt, "ix_erasure_outbox_due");
        }
    }
}

/// <summary>One row of the outbox, as it is told.</summary>
internal sealed record DueErasure(Guid AccountId, string Service);
