using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// What must be known of an account to give it its turn, and where its event log ends. The figures are kept by the trigger on jobs, in the
/// transaction of each change, so that they are never a count over many rows and never wrong after a crash.
/// </summary>
internal sealed class QueueAccount
{
    public Guid AccountId { get; init; }

    /// <summary>The sequence of its newest event.</summary>
    public long LastEvent { get; init; }

    /// <summary>Jobs taken from the queue that run now.</summary>
    public int Running { get; init; }

    /// <summary>Jobs that a stopping process handed back, and whose callers may still wait for them.</summary>
    public int WaitingInteractive { get; init; }

    /// <summary>Waiting jobs that are no items of batches.</summary>
    public int WaitingSingle { get; init; }

    /// <summary>Waiting items of batches.</summary>
    public int WaitingBatch { get; init; }

    /// <summary>How many jobs from the queue may run at the same time.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>When it last had a turn: who waited longest is next.</summary>
    public DateTimeOffset Turn { get; init; }

    /// <summary>Whether one that was handed back could be taken now: it ran already, so no limit holds it up.</summary>
    public bool ReadyInteractive { get; init; }

    /// <summary>Whether a single job of it could be taken now.</summary>
    public bool ReadySingle { get; init; }

    /// <summary>Whether an item of a batch could be taken now.</summary>
    public bool ReadyBatch { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<QueueAccount>
    {
        public void Configure(EntityTypeBuilder<QueueAccount> account)
        {
            account.ToTable("accounts", static table =>
            {
                table.HasCheckConstraint("ck_accounts_counts", "running >= 0 AND waiting_interactive >= 0 AND waiting_single >= 0 AND waiting_batch >= 0");
                table.HasCheckConstraint("ck_accounts_max_concurrent", "max_concurrent BETWEEN 1 AND 1000");
            });
            account.HasKey(static row => row.AccountId);
            account.Property(static row => row.AccountId).ValueGeneratedNever();
            account.Property(static row => row.LastEvent).HasDefaultValue(0L);
            account.Property(static row => row.Running).HasDefaultValue(0);
            account.Property(static row => row.WaitingInteractive).HasDefaultValue(0);
            account.Property(static row => row.WaitingSingle).HasDefaultValue(0);
            account.Property(static row => row.WaitingBatch).HasDefaultValue(0);
            account.Property(static row => row.MaxConcurrent).HasDefaultValue(5);
            account.Property(static row => row.Turn).HasDefaultValueSql("now()");
            account.Property(static row => row.ReadyInteractive).HasComputedColumnSql("waiting_interactive > 0", stored: true);
            account.Property(static row => row.ReadySingle).HasComputedColumnSql("waiting_single > 0 AND running < max_concurrent", stored: true);
            account.Property(static row => row.ReadyBatch).HasComputedColumnSql("waiting_batch > 0 AND running < max_concurrent", stored: true);
            account.HasIndex(static row => row.Turn, "ix_accounts_ready_interactive").HasFilter("ready_interactive");
            account.HasIndex(static row => row.Turn, "ix_accounts_ready_single").HasFilter("ready_single");
            account.HasIndex(static row => row.Turn, "ix_accounts_ready_batch").HasFilter("ready_batch");
        }
    }
}
