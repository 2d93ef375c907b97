using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Whether Postgres answers a query and has every migration that this service knows. Newer ones may be there: versions of both sides of a
/// migration run during a deployment.
/// </summary>
internal sealed class PostgresHealthCheck<TContext>(NpgsqlDataSource dataSource, IServiceScopeFactory scopes) : IHealthCheck
    where TContext : DbContext, IHasSchema
{
    private static readonly string FindMigration = $"SELECT EXISTS (SELECT FROM {TContext.Schema}.ef_migrations WHERE \"MigrationId\" = $1)";
    private bool _isMigrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = dataSource.CreateCommand(_isMigrated ? "SELECT true" : FindMigration);
            if (!_isMigrated)
                command.Parameters.Add(new() { Value = NewestMigration() });
            _isMigrated = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
            return _isMigrated ? HealthCheckResult.Healthy() : Waiting;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return Waiting;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("Postgres does not answer.", exception);
        }
    }

    private static HealthCheckResult Waiting => HealthCheckResult.Unhealthy("The database waits for its migrations.");

    private string NewestMigration()
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TContext>().Database.GetMigrations().Last();
    }
}
