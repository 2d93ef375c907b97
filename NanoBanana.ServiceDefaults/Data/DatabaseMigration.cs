using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>Brings one database to its newest migration, creating it when it is absent.</summary>
public static class DatabaseMigration
{
    public static Task ApplyAsync<TContext>(IConfiguration configuration, string connectionName, CancellationToken cancellationToken)
        where TContext : DbContext, IHasSchema =>
        ApplyAsync<TContext>(
            configuration.GetConnectionString(connectionName) ?? throw new MissingConnectionException(connectionName, "DATABASE_URL"),
            cancellationToken);

    public static async Task ApplyAsync<TContext>(string connectionString, CancellationToken cancellationToken)
        where TContext : DbContext, IHasSchema
    {
        var options = new DbContextOptionsBuilder<TContext>()
            .UseNpgsql(connectionString, static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", TContext.Schema))
            .Options;
        await using var context = (TContext)Activator.CreateInstance(typeof(TContext), options)!;
        await context.Database.MigrateAsync(cancellationToken);
    }
}
