using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Health;

/// <summary>Whether the system is well, in the words of each family and for orchestrators. None of them needs a credential.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/ready", HealthReport.Options);
        app.MapHealthChecks("/alive", new() { Predicate = static _ => false });
        var group = app.MapGroup("").WithTags("Health");
        group.MapGet("/health", GetHealth.Handle).WithName("Health").WithSummary("Tells that the service runs.");
        group.MapGet("/api/v1/health", GetDatabaseHealth.HandleAsync).WithName("DatabaseHealth").WithSummary("Tells whether the databases answer.");
        group.MapGet("/api/health", GetLabHealth.Handle).WithName("LabHealth").WithSummary("Tells that the service runs.");
        group.MapGet("/api/health/live", GetLabHealth.Handle).WithName("LabLiveness").WithSummary("Tells that the process runs; asks nobody.");
        group.MapGet("/api/health/ready", GetReadiness.HandleAsync).WithName("LabReadiness").WithSummary("Tells whether all that is required answers.")
            .Produces<LabHealthView>().Produces<LabHealthView>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/api/health/detailed", GetDetailedHealth.HandleAsync).WithName("LabDetailedHealth").WithSummary("Tells how every part is.");
    }
}
