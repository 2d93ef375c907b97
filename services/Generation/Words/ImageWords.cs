using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Words;

/// <summary>
/// What a model said beside an image. Written before the image is stored and shown only beside it: of an image that was never kept it is nobody's.
/// </summary>
internal sealed class ImageWords
{
    public Guid JobId { get; init; }

    /// <summary>From 1.</summary>
    public int Image { get; init; }

    public string? Text { get; init; }
    public string? Thinking { get; init; }

    /// <summary>Addresses of the pages that it drew on.</summary>
    public string[] Sources { get; init; } = [];

    /// <summary>Its words with their seals, as <see cref="SealedText"/>, for going on with a conversation.</summary>
    public string? Turn { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<ImageWords>
    {
        public void Configure(EntityTypeBuilder<ImageWords> words)
        {
            // No foreign key to jobs: it would be looked at with every change of every job, and words are written by a statement that has the job's row.
            words.ToTable("image_words");
            words.HasKey(static row => new { row.JobId, row.Image });
            words.Property(static row => row.Turn).HasColumnType("jsonb");
        }
    }
}
