using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Generation.Favorites;

/// <summary>An image that its owner wants to find again. One image is one favourite at most, which the database sees to.</summary>
internal sealed class Favorite
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid ImageId { get; init; }

    /// <summary>Null of one that lies in no folder.</summary>
    public Guid? FolderId { get; init; }

    public string? Note { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Favorite>
    {
        public void Configure(EntityTypeBuilder<Favorite> favorite)
        {
            favorite.ToTable("favorites");
            favorite.HasKey(static row => row.Id);
            favorite.Property(static row => row.Id).ValueGeneratedNever();
            favorite.Property(static row => row.CreatedAt).HasDefaultValueSql("clock_timestamp()");
            favorite.HasIndex(static row => new { row.AccountId, row.ImageId }).IsUnique().HasDatabaseName("ix_favorites_image");
            favorite.HasIndex(static row => new { row.AccountId, row.CreatedAt, row.Id }, "ix_favorites_newest");
            favorite.HasIndex(static row => new { row.FolderId, row.CreatedAt, row.Id }, "ix_favorites_folder").HasFilter("folder_id IS NOT NULL");
            favorite.HasOne<FavoriteFolder>().WithMany().HasForeignKey(static row => row.FolderId).OnDelete(DeleteBehavior.SetNull);
        }
    }
}

/// <summary>A folder of favourites. Its count is kept by the triggers of <c>count_favorites.sql</c>.</summary>
internal sealed class FavoriteFolder
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public long Favorites { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<FavoriteFolder>
    {
        public void Configure(EntityTypeBuilder<FavoriteFolder> folder)
        {
            folder.ToTable("favorite_folders", static table => table.HasCheckConstraint("ck_favorite_folders_favorites", "favorites >= 0"));
            folder.HasKey(static row => row.Id);
            folder.Property(static row => row.Id).ValueGeneratedNever();
            folder.Property(static row => row.Favorites).HasDefaultValue(0L);
            folder.Property(static row => row.CreatedAt).HasDefaultValueSql("clock_timestamp()");
            folder.HasIndex(static row => new { row.AccountId, row.Name, row.Id }).HasDatabaseName("ix_favorite_folders_name");
        }
    }
}

/// <summary>How many favourites an account has.</summary>
internal sealed class FavoriteCount
{
    public Guid AccountId { get; init; }
    public long Favorites { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<FavoriteCount>
    {
        public void Configure(EntityTypeBuilder<FavoriteCount> count)
        {
            count.ToTable("favorite_counts", static table => table.HasCheckConstraint("ck_favorite_counts_favorites", "favorites >= 0"));
            count.HasKey(static row => row.AccountId);
            count.Property(static row => row.AccountId).ValueGeneratedNever();
        }
    }
}
