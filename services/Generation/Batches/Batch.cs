using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Batches;

/// <summary>
/// Several prompts ordered together. Each is a job of its own, with its own charge and its own failure; the batch only counts how they
/// ended, by the trigger on jobs and in the transaction of each end.
/// </summary>
internal sealed class Batch
{
    /// <summary>On the wire <c>batch_</c> and its 16 hexadecimal digits.</summary>
    public long Id { get; init; }

    public Guid AccountId { get; init; }

    public int Total { get; init; }
    public int Succeeded { get; init; }
    public int Failed { get; init; }
    public int Cancelled { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Batch>
    {
        public void Configure(EntityTypeBuilder<Batch> batch)
        {
            batch.ToTable("batches", static table => table.HasCheckConstraint(
                "ck_batches_counts", "total > 0 AND succeeded + failed + cancelled <= total AND (succeeded + failed + cancelled = total) = (finished_at IS NOT NULL)"));
            batch.HasKey(static row => row.Id);
            batch.Property(static row => row.Id).ValueGeneratedNever();
            batch.Property(static row => row.Succeeded).HasDefaultValue(0);
            batch.Property(static row => row.Failed).HasDefaultValue(0);
            batch.Property(static row => row.Cancelled).HasDefaultValue(0);
            batch.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            batch.HasIndex(static row => new { row.AccountId, row.CreatedAt, row.Id }).IsDescending(false, true, true).HasDatabaseName("ix_batches_list");
        }
    }
}
