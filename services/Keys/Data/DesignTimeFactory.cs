using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NanoBanana.Keys.Data;

/// <summary>What <c>dotnet ef</c> builds the context with; it never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<KeysDbContext>
{
    public KeysDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<KeysDbContext>()
        .UseNpgsql("Host=design-time", static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", KeysDbContext.Schema))
        .Options);
}
