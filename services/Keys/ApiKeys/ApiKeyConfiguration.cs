using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Keys.ApiKeys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        // Room on each page for the new version of a row whose last use is written: such an update then touches no index.
        builder.ToTable("api_keys", static table => table
            .HasCheckConstraint("ck_api_keys_hash_is_sha256", "length(key_hash) = 32"))
            .HasStorageParameter("fillfactor", 85);
        builder.HasKey(static key => key.Id);
        builder.Property(static key => key.Kind).HasConversion(static kind => Text(kind), static text => Parse<ApiKeyKind>(text));
        builder.Property(static key => key.Door).HasConversion(static door => Text(door), static text => Parse<ApiKeyDoor>(text));
        builder.Property(static key => key.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(static key => key.IsInitial).HasDefaultValue(false);
        builder.HasIndex(static key => key.IsInitial).IsUnique().HasFilter("is_initial");
        builder.HasIndex(static key => key.KeyHash).IsUnique();
        builder.HasIndex(static key => new { key.AccountId, key.CreatedAt, key.Id }).IsDescending(false, true, true);
    }

    private static string Text<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Parse<T>(string text) where T : struct, Enum => Enum.Parse<T>(text, ignoreCase: true);
}
