using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Prompts;

/// <summary>A row of the table: a prompt that somebody keeps.</summary>
internal sealed class SavedPrompt
{
    public Guid Id { get; init; }

    /// <summary>The account, or what stands for an anonymous caller's address: <see cref="PromptOwner"/>.</summary>
    public Guid Owner { get; init; }

    public required string Text { get; init; }

    public string? Description { get; init; }

    public string[] Tags { get; init; } = [];

    public string? Style { get; init; }

    public required string Language { get; init; }

    public bool IsFavorite { get; init; }

    /// <summary>All that is searched, as <see cref="Library.SearchText"/> has it.</summary>
    public required string SearchText { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it is not there, swept or not; null for an account's.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<SavedPrompt>
    {
        public void Configure(EntityTypeBuilder<SavedPrompt> builder)
        {
            builder.ToTable("prompts", static table => table.HasCheckConstraint("ck_prompts_owner", "owner <> '00000000-0000-0000-0000-000000000000'"));
            builder.HasKey(static row => row.Id);
            builder.Property(static row => row.Id).ValueGeneratedNever();
            builder.Property(static row => row.IsFavorite).HasDefaultValue(false);
            builder.Property(static row => row.CreatedAt).HasDefaultValueSql("clock_timestamp()");
            builder.HasIndex([nameof(Owner), nameof(Language), nameof(CreatedAt), nameof(Id)], "ix_prompts_newest");
            builder.HasIndex([nameof(Owner), nameof(Language), nameof(CreatedAt), nameof(Id)], "ix_prompts_favorites").HasFilter("is_favorite");
            builder.HasIndex([nameof(Owner), nameof(CreatedAt), nameof(Id)], "ix_prompts_owner");
            builder.HasIndex(static row => row.ExpiresAt).HasFilter("expires_at IS NOT NULL");
        }
    }
}
