using Microsoft.EntityFrameworkCore;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>Brings one database to its newest migration, creating it when it is absent.</summary>
public static class DatabaseMigration
{
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
