using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Time;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Postgres under the name and the connection-string key of Aspire's own client integration, so that an AppHost reference is all
/// the wiring a service needs.
/// </summary>
public static class NpgsqlExtensions
{
    private const int MaxRetries = 3;
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds a pooled <typeparamref name="TContext"/> and its <see cref="NpgsqlDataSource"/> on <c>ConnectionStrings:{name}</c>, with
    /// retries on transient errors, prepared statements and a health check. Tables live in a schema of their own, so that services may
    /// also share one database.
    /// </summary>
    public static void AddNpgsqlDbContext<TContext>(this IHostApplicationBuilder builder, string connectionName)
        where TContext : DbContext, IHasSchema
    {
        var connectionString = builder.Configuration.GetConnectionString(connectionName);
        RequiredConnection.Add(builder.Services, connectionName, "DATABASE_URL", static text => _ = new NpgsqlConnectionStringBuilder(text));
        builder.Services.AddSingleton(services => Build(
            connectionString ?? throw new MissingConnectionException(connectionName, "DATABASE_URL"), services));
        builder.Services.Replace(ServiceDescriptor.Singleton<ITimeReference, PostgresTime>());
        builder.Services.AddDbContextPool<TContext>(static (services, options) =>
        {
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), static npgsql => npgsql
                .EnableRetryOnFailure(MaxRetries, MaxRetryDelay, errorCodesToAdd: null)
                .MigrationsHistoryTable("ef_migrations", TContext.Schema));
        });
        builder.Services.AddSingleton<PostgresHealthCheck<TContext>>();
        builder.Services.AddHealthChecks().AddCheck<PostgresHealthCheck<TContext>>(connectionName, tags: ["ready"]);
    }

    private static NpgsqlDataSource Build(string connectionString, IServiceProvider services)
    {
        var builder = new NpgsqlDataSourceBuilder(Tuned(connectionString));
        builder.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
        return builder.Build();
    }

    /// <summary>As services connect: what was not said is set for many small statements. Whoever measures those connects like this.</summary>
    public static string Tuned(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 64;

        // Nothing here leaves anything in a session (no temporary tables, no session locks, no settings), and resetting one costs six
        // statements and as many commits each time a connection is taken from the pool.
        settings.NoResetOnClose = true;

        // Statements find their rows by a key, whatever the values: planning them anew for each was a tenth of Postgres' work for a call.
        // Those that search ask for a plan of their own. None runs long enough to be worth compiling: a search was, for 100 ms, because it might have read much.
        if (string.IsNullOrEmpty(settings.Options))
            settings.Options = "-c plan_cache_mode=force_generic_plan -c jit=off";
        return settings.ConnectionString;
    }
}

/// <summary>A context whose tables live in a schema of their own.</summary>
public interface IHasSchema
{
    /// <summary>The schema's name, lower case.</summary>
    static abstract string Schema { get; }
}

/// <summary>A connection string that is not configured. Start-up reports it in one line.</summary>
public sealed class MissingConnectionException(string name, string variable)
    : Exception($"ConnectionStrings:{name} is missing: set ConnectionStrings__{name} or {variable}.");
