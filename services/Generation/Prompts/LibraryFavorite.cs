using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Prompts;

/// <summary>What somebody thinks of a prompt of the library. There are at most as many rows for an owner as the library has prompts.</summary>
internal sealed class LibraryFavorite
{
    /// <summary>As with <see cref="SavedPrompt.Owner"/>.</summary>
    public Guid Owner { get; init; }

    public required string PromptId { get; init; }

    public bool IsFavorite { get; init; }

    /// <summary>From then on it says nothing; null for an account's.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<LibraryFavorite>
    {
        public void Configure(EntityTypeBuilder<LibraryFavorite> builder)
        {
            builder.ToTable("prompt_favorites");
            builder.HasKey(static row => new { row.Owner, row.PromptId });
            builder.HasIndex(static row => row.ExpiresAt).HasFilter("expires_at IS NOT NULL");
        }
    }
}
