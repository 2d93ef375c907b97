using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Jobs;

/// <summary>One delivered image or video, as measured from its own bytes.</summary>
internal sealed class JobImage
{
    public Guid JobId { get; init; }

    /// <summary>From 1.</summary>
    public int Image { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>Where its bytes lie; null when they were delivered inline and not kept.</summary>
    public string? StorageKey { get; init; }

    public string MediaType { get; init; } = "";
    public int Width { get; init; }
    public int Height { get; init; }

    /// <summary>How long a video lasts, in milliseconds; null of an image.</summary>
    public int? DurationMs { get; init; }

    public int ByteCount { get; init; }
    public byte[] Sha256 { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<JobImage>
    {
        public void Configure(EntityTypeBuilder<JobImage> image)
        {
            image.ToTable("images");
            image.HasKey(static row => new { row.JobId, row.Image });
            image.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
        }
    }
}
