using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NanoBanana.Identity.Users;

/// <summary>How many users there are of a tier. Kept by triggers (<c>Data/Sql/count_users.sql</c>).</summary>
public sealed class UserCount
{
    public required string Tier { get; init; }

    public long Users { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<UserCount>
    {
        public void Configure(EntityTypeBuilder<UserCount> count)
        {
            count.ToTable("user_counts", static table => table.HasCheckConstraint("ck_user_counts", "users >= 0"));
            count.HasKey(static row => row.Tier);
        }
    }
}
