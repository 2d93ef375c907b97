using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NanoBanana.Identity.Data;

/// <summary>What <c>dotnet ef</c> builds the context with; it never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<IdentityDbContext>
{
    public IdentityDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<IdentityDbContext>()
        .UseNpgsql("Host=design-time", static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", IdentityDbContext.Schema))
        .Options);
}
