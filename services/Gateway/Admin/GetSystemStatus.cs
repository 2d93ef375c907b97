using NanoBanana.Gateway.Health;

namespace NanoBanana.Gateway.Admin;

/// <param name="Status"><c>healthy</c>, <c>degraded</c> without Redis, <c>unhealthy</c> without a database.</param>
/// <param name="UptimeSeconds">Of this gateway.</param>
internal sealed record SystemStatusView(string Status, double UptimeSeconds, string Version, string Environment, SystemComponentsView Components);

/// <summary>Each <c>healthy</c> or <c>unavailable</c>.</summary>
internal sealed record SystemComponentsView(string Redis, string Database);

internal static class GetSystemStatus
{
    internal const string Unavailable = "unavailable";

    public static async Task<SystemStatusView> HandleAsync(SystemProbe probe, IHostEnvironment environment, Uptime uptime, CancellationToken cancellationToken)
    {
        var report = await probe.AskAsync(cancellationToken);
        var hasRedis = report.Redis.LatencyMs is not null;
        var hasDatabase = HealthComponents.Database(report).Status == HealthNames.Healthy;
        return new SystemStatusView(
            !hasDatabase ? HealthNames.Unhealthy : hasRedis ? HealthNames.Healthy : HealthNames.Degraded, uptime.Seconds, GetHealth.Version,
            environment.EnvironmentName.ToLowerInvariant(),
            new SystemComponentsView(hasRedis ? HealthNames.Healthy : Unavailable, hasDatabase ? HealthNames.Healthy : Unavailable));
    }
}
