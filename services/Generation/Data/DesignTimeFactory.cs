using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NanoBanana.Generation.Data;

/// <summary>What <c>dotnet ef</c> builds the context with; it never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<GenerationDbContext>
{
    public GenerationDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<GenerationDbContext>()
        .UseNpgsql("Host=design-time", static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", GenerationDbContext.Schema))
        .Options);
}
