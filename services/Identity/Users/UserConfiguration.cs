using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(static user => user.Id);
        builder.Property(static user => user.UserName).IsRequired();
        builder.Property(static user => user.NormalizedUserName).IsRequired();
        builder.Property(static user => user.Email).IsRequired();
        builder.Property(static user => user.NormalizedEmail).IsRequired();
        builder.Property(static user => user.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(static user => user.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(static user => user.TokenGeneration).HasDefaultValue(0);
        builder.HasIndex(static user => user.NormalizedUserName).IsUnique();

        // Two registrations at once both find the address free; this index decides which of them is right.
        builder.HasIndex(static user => user.NormalizedEmail).IsUnique();

        builder.Ignore(static user => user.PhoneNumber);
        builder.Ignore(static user => user.PhoneNumberConfirmed);
        builder.Ignore(static user => user.TwoFactorEnabled);
        builder.Ignore(static user => user.LockoutEnabled);
        builder.Ignore(static user => user.LockoutEnd);
        builder.Ignore(static user => user.AccessFailedCount);
    }
}
