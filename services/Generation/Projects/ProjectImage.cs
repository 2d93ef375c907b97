using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Projects;

/// <summary>
/// A row of the table: that an image of the owner's lies in a project. Rows come and go and never change, so that whoever reads on behind one
/// misses none and sees none twice.
/// </summary>
internal sealed class ProjectImage
{
    public Guid ProjectId { get; init; }

    public Guid ImageId { get; init; }

    public string? Note { get; init; }

    /// <summary>The lowest first; of equal ones what was added last.</summary>
    public int SortOrder { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ProjectImage>
    {
        public void Configure(EntityTypeBuilder<ProjectImage> image)
        {
            image.ToTable("project_images");
            image.HasKey(static row => new { row.ProjectId, row.ImageId });
            image.Property(static row => row.SortOrder).HasDefaultValue(0);
            image.Property(static row => row.AddedAt).HasDefaultValueSql("clock_timestamp()");
            image.HasIndex(static row => new { row.ProjectId, row.SortOrder, row.AddedAt, row.ImageId }, "ix_project_images_order")
                .IsDescending(false, false, true, true);

            // A deleted image leaves its projects by this.
            image.HasIndex(static row => row.ImageId, "ix_project_images_image");
            image.HasOne<Project>().WithMany().HasForeignKey(static row => row.ProjectId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
