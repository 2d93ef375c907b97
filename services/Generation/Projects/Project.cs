using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Projects;

/// <summary>A row of the table: images that belong together, their owner's alone or public.</summary>
internal sealed class Project
{
    public Guid Id { get; init; }

    /// <summary>The owner, who alone may change it.</summary>
    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? DefaultAspectRatio { get; init; }

    public string? DefaultResolution { get; init; }

    public string? DefaultProvider { get; init; }

    public bool IsPublic { get; init; }

    public string? CoverUrl { get; init; }

    /// <summary>How many images lie in it. Kept by the triggers of <c>count_projects.sql</c>; its check constraint is the limit.</summary>
    public int Images { get; init; }

    /// <summary>Name and description as <see cref="Library.SearchText"/> has them.</summary>
    public required string SearchText { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything of it changed last, also which images lie in it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> project)
        {
            project.ToTable("projects", static table =>
            {
                table.HasCheckConstraint("ck_projects_owner", "account_id <> '00000000-0000-0000-0000-000000000000'");
                table.HasCheckConstraint(ProjectStore.ImageLimit, $"images BETWEEN 0 AND {ProjectStore.MaxImages}");
            });
            project.HasKey(static row => row.Id);
            project.Property(static row => row.Id).ValueGeneratedNever();
            project.Property(static row => row.Images).HasDefaultValue(0);
            project.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            project.Property(static row => row.UpdatedAt).HasDefaultValueSql("now()");
            project.HasIndex(static row => new { row.AccountId, row.UpdatedAt, row.Id }, "ix_projects_updated");
            project.HasIndex(static row => new { row.CreatedAt, row.Id }, "ix_projects_newest").HasFilter("is_public");
        }
    }
}

/// <summary>How many projects an account has.</summary>
internal sealed class ProjectCount
{
    public Guid AccountId { get; init; }

    public int Projects { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ProjectCount>
    {
        public void Configure(EntityTypeBuilder<ProjectCount> count)
        {
            count.ToTable("project_counts", static table =>
                table.HasCheckConstraint(ProjectStore.ProjectLimit, $"projects BETWEEN 0 AND {ProjectStore.MaxProjects}"));
            count.HasKey(static row => row.AccountId);
            count.Property(static row => row.AccountId).ValueGeneratedNever();
        }
    }
}
