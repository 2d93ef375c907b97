using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoBanana.Gateway.Proxy;

namespace NanoBanana.Gateway.Health;

/// <summary>
/// What a service says of itself, on the one port that the operator of a single machine reaches. It is degraded at worst: a gateway
/// that were taken out because a disk is full could no longer serve what still works.
/// </summary>
internal sealed class ServiceHealthCheck(string service, SystemProbe probe) : IHealthCheck
{
    public static void AddTo(IServiceCollection services)
    {
        var checks = services.AddHealthChecks();
        foreach (var name in ServiceAddresses.Services)
        {
            checks.Add(new HealthCheckRegistration(
                name, provider => ActivatorUtilities.CreateInstance<ServiceHealthCheck>(provider, name), HealthStatus.Degraded, tags: null));
        }
    }

    /// <summary>The names of the checks that are not well there, never what they say: that is for whoever reaches the service itself.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var report = (await probe.AskAsync(cancellationToken)).Of(service);
        if (!report.Answers)
            return HealthCheckResult.Degraded("Does not answer.");
        return report.IsWell
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Not well: {string.Join(", ", report.Checks.Where(static check => !check.IsWell).Select(static check => check.Name))}.");
    }
}
