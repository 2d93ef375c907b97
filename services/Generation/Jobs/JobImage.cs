using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Generation.History;

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

    /// <summary>By which histories, favourites and projects know it.</summary>
    public Guid ImageId { get; init; }

    /// <summary>As <see cref="HistoryNames"/> made it.</summary>
    public string Name { get; init; } = "";

    public string Mode { get; init; } = "";

    /// <summary>The job's, once more: what lists show and searches read lies with what they are sorted by.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>From the order to the end of its job, in milliseconds.</summary>
    public int TookMs { get; init; }

    /// <summary>When its owner deleted it: from then on nobody is shown it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Where the bytes of a deleted one still lie, until <see cref="DeletedImages"/> has removed them.</summary>
    public string? DeletedKey { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<JobImage>
    {
        private const string InHistory = "deleted_at IS NULL AND duration_ms IS NULL";

        public void Configure(EntityTypeBuilder<JobImage> image)
        {
            image.ToTable("images");
            image.HasKey(static row => new { row.JobId, row.Image });
            image.Property(static row => row.ImageId).HasDefaultValueSql("gen_random_uuid()");
            image.Property(static row => row.Name).HasDefaultValue("");
            image.Property(static row => row.Mode).HasDefaultValue("");
            image.Property(static row => row.Prompt).HasDefaultValue("");
            image.Property(static row => row.TookMs).HasDefaultValue(0);
            image.HasIndex(static row => row.ImageId).IsUnique().HasDatabaseName("ix_images_image_id");
            image.HasIndex(static row => new { row.AccountId, row.CreatedAt, row.ImageId }, "ix_images_history").HasFilter(InHistory);
            image.HasIndex(static row => new { row.AccountId, row.Mode, row.CreatedAt, row.ImageId }, "ix_images_history_mode").HasFilter(InHistory);
            image.HasIndex(static row => row.DeletedAt, "ix_images_deleted").HasFilter("deleted_key IS NOT NULL");
            image.Property(static row => row.CreatedAt).HasDefaultValueSql("now()");
        }
    }
}
