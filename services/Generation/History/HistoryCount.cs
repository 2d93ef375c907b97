using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.History;

/// <summary>How many images of one mode an account's history has. Kept by the triggers of <c>count_history.sql</c>.</summary>
internal sealed class HistoryCount
{
    public Guid AccountId { get; init; }
    public string Mode { get; init; } = "";
    public long Images { get; init; }

    /// <summary>From the orders to the ends of their jobs, together, in milliseconds.</summary>
    public long TookMs { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<HistoryCount>
    {
        public void Configure(EntityTypeBuilder<HistoryCount> count)
        {
            count.ToTable("history_counts", static table => table.HasCheckConstraint("ck_history_counts", "images >= 0 AND took_ms >= 0"));
            count.HasKey(static row => new { row.AccountId, row.Mode });
        }
    }
}
