using Microsoft.EntityFrameworkCore;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Billing.Data;

/// <summary>The only owner of billingdb.</summary>
/// <remarks>To add a migration: <c>dotnet ef migrations add Name --project services/Billing --output-dir Data/Migrations</c>.</remarks>
public sealed class BillingDbContext(DbContextOptions<BillingDbContext> options) : DbContext(options), IHasSchema
{
    public static string Schema => "billing";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BillingDbContext).Assembly);
        modelBuilder.UseSnakeCaseNames();
    }
}
