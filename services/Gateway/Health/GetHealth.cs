using System.Diagnostics;
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

    public static HealthView Handle(IHostEnvironment environment, TimeProvider time) => new(
        "healthy", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), Uptime(time),
        environment.EnvironmentName.ToLowerInvariant(), Version);

    internal static double Uptime(TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        return Math.Max(0, Math.Round((time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime()).TotalSeconds, 2));
    }
}
