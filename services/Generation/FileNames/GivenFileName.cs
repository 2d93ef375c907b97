using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.FileNames;

/// <summary>The name that an image was given by its caller, once in its project. It stays taken when the image is deleted.</summary>
internal sealed class GivenFileName
{
    public Guid AccountId { get; init; }

    /// <summary>The tenant label of the key; empty of callers without one.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>With its ending.</summary>
    public string Name { get; init; } = "";

    public Guid JobId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<GivenFileName>
    {
        public void Configure(EntityTypeBuilder<GivenFileName> name)
        {
            name.ToTable("file_names");
            name.HasKey(static row => new { row.AccountId, row.ProjectId, row.Name });
            name.HasIndex(static row => row.JobId).IsUnique();
        }
    }
}
