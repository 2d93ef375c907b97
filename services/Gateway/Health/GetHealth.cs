using System.Globalization;
using System.Reflection;

namespace NanoBanana.Gateway.Health;

/// <summary>That the process runs. Asks no store and no provider.</summary>
/// <param name="Timestamp">UTC with milliseconds.</param>
/// <param name="Uptime">In seconds.</param>
internal sealed record HealthView(string Status, string Timestamp, double Uptime, string Environment, string Version);

internal static class GetHealth
{
    internal static readonly string Version =
        typeof(GetHealth).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static HealthView Handle(IHostEnvironment environment, Uptime uptime, TimeProvider time) => new(
        "healthy", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), uptime.Seconds,
        environment.EnvironmentName.ToLowerInvariant(), Version);
}
