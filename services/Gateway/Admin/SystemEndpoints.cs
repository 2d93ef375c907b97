using NanoBanana.Contracts.Errors;
using NanoBanana.Gateway.Credentials;
using NanoBanana.Gateway.Limits;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Admin;

/// <summary>What operators see of the system as a whole. The gateway answers itself, behind the same credentials and limits as what it forwards.</summary>
internal static class SystemEndpoints
{
    /// <summary>Runs before an endpoint that carries rules of its own; forwarded requests have theirs from their route.</summary>
    public static void UseOwnRules(this WebApplication app) => app.UseWhen(
        static context => context.GetEndpoint()?.Metadata.GetMetadata<RouteRules>() is not null,
        static own => own.UseMiddleware<CredentialMiddleware>().UseMiddleware<LimitMiddleware>().UseMiddleware<AdminGate>());

    public static void Map(WebApplication app)
    {
        var group = app.MapGroup("/api/admin/system").WithTags("Admin").WithMetadata(new RouteRules(AuthRule.UserOrKey, LimitRule.None))
            .Fails(WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.AdminRequired, ErrorCodes.RateLimited);
        group.MapGet("/status", GetSystemStatus.HandleAsync).WithName("GetSystemStatus").WithSummary("Tells whether databases and Redis answer.");
        group.MapGet("/metrics", GetSystemMetrics.HandleAsync).WithName("GetSystemMetrics").WithSummary("Shows how busy this gateway and its machine are.");
        group.MapGet("/redis", GetRedisFigures.HandleAsync).WithName("GetRedisFigures").WithSummary("Shows Redis' own figures.");
        group.MapGet("/database", GetDatabaseFigures.HandleAsync).WithName("GetDatabaseFigures").WithSummary("Shows the size and the connections of every database.");
        group.MapGet("/storage", GetStorageFigures.HandleAsync).WithName("GetStorageFigures").WithSummary("Shows where images are kept, and what room there is.")
            .Fails(WireFamily.Lab, ErrorCodes.ServiceUnavailable);
        group.MapGet("/logs", GetAuditLog.HandleAsync).WithName("GetAuditLog").WithSummary("Shows what operators did, newest first.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable);
    }
}
