namespace NanoBanana.Gateway.Health;

/// <summary>How every part of the system is.</summary>
/// <param name="Status">That of the worst part.</param>
/// <param name="Components"><c>database</c>, <c>redis</c>, <c>services</c>, <c>image_store</c>, <c>r2_storage</c> and <c>gemini_api</c>.</param>
internal sealed record DetailedHealthView(
    string Status, DateTimeOffset Timestamp, string Version, string Environment, double UptimeSeconds, IReadOnlyDictionary<string, HealthComponent> Components);

internal static class GetDetailedHealth
{
    public static async Task<DetailedHealthView> HandleAsync(
        HttpResponse response, SystemProbe probe, IHostEnvironment environment, Uptime uptime, TimeProvider time, CancellationToken cancellationToken)
    {
        var components = HealthComponents.Of(await probe.AskAsync(cancellationToken));
        response.Headers.CacheControl = "no-store";
        return new DetailedHealthView(
            HealthNames.Worst(components.Values.Select(static component => component.Status)), time.GetUtcNow(), GetHealth.Version,
            environment.EnvironmentName.ToLowerInvariant(), uptime.Seconds, components);
    }
}
