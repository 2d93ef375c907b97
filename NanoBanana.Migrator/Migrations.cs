using NanoBanana.Billing.Data;
using NanoBanana.Generation.Data;
using NanoBanana.Identity.Data;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Migrator;

/// <summary>
/// Migrates the four databases at once, because each belongs to one service and none waits for another. Where the configuration names
/// one database for several, they take turns: only the first of them can create it.
/// </summary>
public static class Migrations
{
    private static readonly (string Name, Func<string, CancellationToken, Task> ApplyAsync)[] All =
    [
        ("identitydb", DatabaseMigration.ApplyAsync<IdentityDbContext>),
        ("keysdb", DatabaseMigration.ApplyAsync<KeysDbContext>),
        ("generationdb", DatabaseMigration.ApplyAsync<GenerationDbContext>),
        ("billingdb", DatabaseMigration.ApplyAsync<BillingDbContext>),
    ];

    /// <param name="configuration">Holds the four connection strings.</param>
    public static Task ApplyAsync(IConfiguration configuration, CancellationToken cancellationToken) => Task.WhenAll(All
        .Select(migration => (migration.ApplyAsync, ConnectionString: configuration.GetConnectionString(migration.Name)
            ?? throw new MissingConnectionException(migration.Name, "DATABASE_URL")))
        .GroupBy(static migration => DatabaseOf(migration.ConnectionString))
        .Select(async database =>
        {
            foreach (var (applyAsync, connectionString) in database)
                await applyAsync(connectionString, cancellationToken);
        }));

    private static (string? Host, int Port, string? Database) DatabaseOf(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return (settings.Host, settings.Port, settings.Database);
        }
        catch (ArgumentException exception)
        {
            // The text itself may hold a password and is not repeated.
            throw new FormatException("One of the ConnectionStrings is not a Postgres connection string.", exception);
        }
    }
}
