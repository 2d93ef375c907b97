using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Templates;

/// <summary>A row of the table: a prompt with gaps, its account's alone or public.</summary>
/// <remarks>
/// Private and public ones lie in indexes of their own: what a caller sees is the caller's private ones and all public ones, two stretches that
/// share no row and are merged, with nothing to be passed over.
/// </remarks>
internal sealed class Template
{
    public Guid Id { get; init; }

    /// <summary>The owner, who alone may change it.</summary>
    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string PromptTemplate { get; init; }

    /// <summary>The <see cref="TemplateVariable"/>s, as JSON.</summary>
    public string Variables { get; init; } = "[]";

    /// <summary>The <see cref="TemplateSettings"/>, as JSON.</summary>
    public string DefaultSettings { get; init; } = "{}";

    /// <summary>Never empty: that stands for all of them where they are counted.</summary>
    public string? Category { get; init; }

    public string[] Tags { get; init; } = [];

    public bool IsPublic { get; init; }

    /// <summary>How often it was filled.</summary>
    public long UseCount { get; init; }

    /// <summary>Name and description as <see cref="Library.SearchText"/> has them.</summary>
    public required string SearchText { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Template>
    {
        private const string Public = "is_public";
        private const string Private = "NOT is_public";

        public void Configure(EntityTypeBuilder<Template> builder)
        {
            builder.ToTable("templates", static table =>
            {
                table.HasCheckConstraint("ck_templates_owner", "account_id <> '00000000-0000-0000-0000-000000000000'");
                table.HasCheckConstraint("ck_templates_category", "category <> ''");
                table.HasCheckConstraint("ck_templates_use_count", "use_count >= 0");
            });
            builder.HasKey(static row => row.Id);
            builder.Property(static row => row.Id).ValueGeneratedNever();
            builder.Property(static row => row.Variables).HasColumnType("jsonb");
            builder.Property(static row => row.DefaultSettings).HasColumnType("jsonb");
            builder.Property(static row => row.UseCount).HasDefaultValue(0L);
            builder.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(static row => row.UpdatedAt).HasDefaultValueSql("now()");
            Index(builder, "ix_templates_own", Private, nameof(AccountId), nameof(CreatedAt), nameof(Id));
            Index(builder, "ix_templates_own_category", Private, nameof(AccountId), nameof(Category), nameof(CreatedAt), nameof(Id));
            Index(builder, "ix_templates_newest", Public, nameof(CreatedAt), nameof(Id));
            Index(builder, "ix_templates_newest_category", Public, nameof(Category), nameof(CreatedAt), nameof(Id));
            Index(builder, "ix_templates_most_used", Public, nameof(UseCount), nameof(CreatedAt), nameof(Id));
            Index(builder, "ix_templates_most_used_category", Public, nameof(Category), nameof(UseCount), nameof(CreatedAt), nameof(Id));
        }

        private static void Index(EntityTypeBuilder<Template> builder, string name, string filter, params string[] columns) =>
            builder.HasIndex(columns, name).HasFilter(filter);
    }
}
