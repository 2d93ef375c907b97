using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Templates;

/// <summary>How many templates there are, kept by triggers (Data/Sql/count_templates.sql) in the transaction of each change.</summary>
internal sealed class TemplateCount
{
    /// <summary>Whose private ones; <see cref="Guid.Empty"/> for the public ones of everybody.</summary>
    public Guid Owner { get; init; }

    /// <summary>Empty for those of all categories and of none.</summary>
    public required string Category { get; init; }

    public long Total { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TemplateCount>
    {
        public void Configure(EntityTypeBuilder<TemplateCount> builder)
        {
            builder.ToTable("template_counts");
            builder.HasKey(static row => new { row.Owner, row.Category });
            builder.HasIndex(static row => new { row.Owner, row.Total }, "ix_template_counts_fullest").HasFilter("category <> ''");
        }
    }
}
