namespace NanoBanana.Gateway.Health;

/// <summary>The SaaS family's older health answer.</summary>
/// <param name="DatabaseStatus"><c>connected</c> or <c>disconnected</c>.</param>
internal sealed record DatabaseHealthView(string Status, string Version, double UptimeSeconds, string DatabaseStatus, DateTimeOffset Timestamp);

internal static class GetDatabaseHealth
{
    public static async Task<DatabaseHealthView> HandleAsync(SystemProbe probe, Uptime uptime, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = HealthComponents.Database(await probe.AskAsync(cancellationToken));
        var isConnected = database.Status == HealthNames.Healthy;
        return new DatabaseHealthView(
            database.Status, GetHealth.Version, uptime.Seconds, isConnected ? "connected" : "disconnected", time.GetUtcNow());
    }
}
