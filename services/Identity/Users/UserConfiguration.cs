using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Identity.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    // Between parts stands what nobody types, so that nothing matches across them.
    private const string Searched = "lower(coalesce(email, '') || E'\\x1f' || coalesce(provider_login, '') || E'\\x1f' || coalesce(name, ''))";

    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", static table =>
        {
            table.HasCheckConstraint("ck_users_provider_has_id", "(provider IS NULL) = (provider_id IS NULL)");
            table.HasCheckConstraint("ck_users_email_is_normalized", "(email IS NULL) = (normalized_email IS NULL)");

            table.HasCheckConstraint("ck_users_ban_has_a_time", "ban_reason IS NULL OR banned_at IS NOT NULL");

            // Who signs in with a password does so by an address; only a provider knows people by something else.
            table.HasCheckConstraint("ck_users_have_a_way_in", "email IS NOT NULL OR provider IS NOT NULL");
        });
        builder.HasKey(static user => user.Id);
        builder.Property(static user => user.UserName).IsRequired();
        builder.Property(static user => user.NormalizedUserName).IsRequired();
        builder.Property(static user => user.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(static user => user.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(static user => user.TokenGeneration).HasDefaultValue(0);
        builder.HasIndex(static user => user.NormalizedUserName).IsUnique();

        // Two registrations at once both find the address free; this index decides which of them is right.
        builder.HasIndex(static user => user.NormalizedEmail).IsUnique();

        // Of two sign-ins of somebody new at once, one finds what the other made.
        builder.HasIndex(static user => new { user.Provider, user.ProviderId }).IsUnique();

        builder.Property(static user => user.Tier).HasDefaultValue(Tiers.Free);
        builder.Property(static user => user.SearchText).HasComputedColumnSql(Searched, stored: true);
        builder.HasIndex(static user => new { user.CreatedAt, user.Id }, "ix_users_list");
        builder.HasIndex(static user => new { user.Tier, user.CreatedAt, user.Id }, "ix_users_tier");

        builder.Ignore(static user => user.Login);
        builder.Ignore(static user => user.FolderId);
        builder.Ignore(static user => user.PhoneNumber);
        builder.Ignore(static user => user.PhoneNumberConfirmed);
        builder.Ignore(static user => user.TwoFactorEnabled);
        builder.Ignore(static user => user.LockoutEnabled);
        builder.Ignore(static user => user.LockoutEnd);
        builder.Ignore(static user => user.AccessFailedCount);
    }
}
