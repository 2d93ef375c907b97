using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>Brings one database to its newest migration, creating it when it is absent. Several at once take turns.</summary>
public static class DatabaseMigration
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task ApplyAsync<TContext>(string connectionString, CancellationToken cancellationToken)
        where TContext : DbContext, IHasSchema
    {
        var options = new DbContextOptionsBuilder<TContext>()
            .UseNpgsql(connectionString, static npgsql => npgsql.MigrationsHistoryTable("ef_migrations", TContext.Schema))
            .Options;
        await using var context = (TContext)Activator.CreateInstance(typeof(TContext), options)!;
        await CreateAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);
        await using var turn = await TakeTurnAsync(connectionString, TContext.Schema, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        if (await creator.ExistsAsync(cancellationToken))
            return;
        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Somebody was quicker, which is as good.
        }
    }

    /// <summary>
    /// EF's own lock does not keep two from applying the same migration, and a rolling update starts a migrator before each new process.
    /// This one ends with its connection, however the process ends, which is why that is none of a pool's. Whoever waits asks again and again:
    /// a statement that waits keeps its snapshot, and an index that is built concurrently waits for every older one.
    /// </summary>
    private static async Task<NpgsqlConnection> TakeTurnAsync(string connectionString, string schema, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtext($1))", connection) { Parameters = { new() { Value = "migrations of " + schema } } };
            while (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
                await Task.Delay(Pause, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
