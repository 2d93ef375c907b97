using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>What the gateway asks of services for operators. It forwards none of it.</summary>
public static class SystemEndpoints
{
    private const string Database = """
        SELECT current_setting('server_version'), pg_database_size(current_database()),
            (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()), current_setting('max_connections')::int
        """;

    /// <summary><c>GET /internal/system/database</c>.</summary>
    public static void MapSystemDatabase(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/system/database", DatabaseAsync).WithTags("Internal").RequireService().ExcludeFromDescription();

    /// <summary><c>GET /internal/system/audit</c>, of services that register <see cref="AuditPages"/>.</summary>
    public static void MapSystemAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/system/audit", AuditAsync).WithTags("Internal").RequireService().ExcludeFromDescription();

    private static async Task<JsonHttpResult<DatabaseFigures>> DatabaseAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Database);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return TypedResults.Json(new DatabaseFigures(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3)), ContractsJsonContext.Default.DatabaseFigures);
    }

    private static async Task<Results<JsonHttpResult<IReadOnlyList<AuditLine>>, FailureResult>> AuditAsync(
        string? limit, AuditPages pages, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var count = validation.QueryInt("limit", limit, AuditLine.MaxLimit, 1, AuditLine.MaxLimit);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : TypedResults.Json(await pages.ReadAsync(count, cancellationToken), ContractsJsonContext.Default.IReadOnlyListAuditLine);
    }
}
