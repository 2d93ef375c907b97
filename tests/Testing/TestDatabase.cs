using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NanoBanana.ServiceDefaults.Data;
using Npgsql;

namespace NanoBanana.Testing;

/// <summary>
/// A database of one's own in milliseconds: cloned from a template that is migrated once and found again by later test processes,
/// because its name contains the build of the service.
/// </summary>
public static class TestDatabase
{
    private static readonly ConcurrentDictionary<Type, Lazy<Task<string>>> Templates = new();

    /// <summary>Clones the migrated template of <typeparamref name="TContext"/>; the result is the clone's connection string.</summary>
    public static async Task<string> CreateAsync<TContext>() where TContext : DbContext, IHasSchema
    {
        var template = await Templates.GetOrAdd(typeof(TContext), static _ => new Lazy<Task<string>>(MakeTemplateAsync<TContext>)).Value;
        var name = $"test_{TContext.Schema}_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return await ConnectionStringAsync(name);
    }

    /// <summary>Drops a clone: each takes 10 MB or more, and a whole run makes hundreds.</summary>
    public static async Task DropAsync(string connectionString)
    {
        if (new NpgsqlConnectionStringBuilder(connectionString).Database is { } name && name.StartsWith("test_", StringComparison.Ordinal))
            await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>The connection string of a database of the test server.</summary>
    public static async Task<string> ConnectionStringAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await TestServers.Postgres) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    private static async Task<string> MakeTemplateAsync<TContext>() where TContext : DbContext, IHasSchema
    {
        var name = $"template_{TContext.Schema}_{typeof(TContext).Module.ModuleVersionId:n}";
        await using var maintenance = new NpgsqlConnection(await ConnectionStringAsync("postgres"));
        await maintenance.OpenAsync();

        // Held until this connection closes: two test processes must not make the same template.
        await using var locking = new NpgsqlCommand("SELECT pg_advisory_lock(hashtext($1))", maintenance) { Parameters = { new() { Value = name } } };
        await locking.ExecuteNonQueryAsync();
        await using var known = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", maintenance) { Parameters = { new() { Value = name } } };
        if (await known.ExecuteScalarAsync() is not null)
            return name;

        var settings = new NpgsqlConnectionStringBuilder(await ConnectionStringAsync(name)) { Pooling = false };
        await DatabaseMigration.ApplyAsync<TContext>(settings.ConnectionString, CancellationToken.None);
        await ExecuteAsync($"ALTER DATABASE {name} IS_TEMPLATE true");
        return name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
