using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NanoBanana.Billing.Data;

/// <summary>What <c>dotnet ef</c> builds the context with; it never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<BillingDbContext>
{
    public BillingDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<BillingDbContext>()
        .UseNpgsql("Host=design-time", static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", BillingDbContext.Schema))
        .Options);
}
