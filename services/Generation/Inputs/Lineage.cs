using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// What a job was made from: a row for each image that it brought along, written by the database with the job itself (Data/Sql/record_lineage.sql), so that no statement
/// can forget it.
/// </summary>
internal sealed class Lineage
{
    public Guid JobId { get; init; }

    /// <summary>From 1, in the caller's order.</summary>
    public int Position { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The job's mode: what was done.</summary>
    public string Operation { get; init; } = "";

    public bool IsMask { get; init; }

    /// <summary>The job that made the image; null of one that was sent or fetched.</summary>
    public Guid? ParentJobId { get; init; }

    /// <summary>Which of that job's images.</summary>
    public int? ParentImage { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Lineage>
    {
        public void Configure(EntityTypeBuilder<Lineage> lineage)
        {
            lineage.ToTable("lineage", static table => table.HasCheckConstraint("ck_lineage_parent_is_whole", "(parent_job_id IS NULL) = (parent_image IS NULL)"));
            lineage.HasKey(static row => new { row.JobId, row.Position });
            lineage.HasIndex(static row => new { row.ParentJobId, row.ParentImage }).HasFilter("parent_job_id IS NOT NULL");
        }
    }
}
