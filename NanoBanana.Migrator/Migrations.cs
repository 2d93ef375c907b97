using NanoBanana.Billing.Data;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Migrator;

/// <summary>Migrates all four databases at once: each belongs to one service, so none waits for another.</summary>
public static class Migrations
{
    /// <param name="configuration">Holds the four connection strings.</param>
    public static Task ApplyAsync(IConfiguration configuration, CancellationToken cancellationToken) => Task.WhenAll(
        DatabaseMigration.ApplyAsync<IdentityDbContext>(configuration, "identitydb", cancellationToken),
        DatabaseMigration.ApplyAsync<KeysDbContext>(configuration, "keysdb", cancellationToken),
        DatabaseMigration.ApplyAsync<GenerationDbContext>(configuration, "generationdb", cancellationToken),
        DatabaseMigration.ApplyAsync<BillingDbContext>(configuration, "billingdb", cancellationToken));
}
