namespace NanoBanana.Gateway.Health;

/// <summary>How well something is.</summary>
internal static class HealthNames
{
    public const string Healthy = "healthy";

    /// <summary>It is served nevertheless.</summary>
    public const string Degraded = "degraded";

    /// <summary>Without it hardly anything is served.</summary>
    public const string Unhealthy = "unhealthy";

    /// <summary>The worst of several.</summary>
    public static string Worst(IEnumerable<string> statuses)
    {
        var all = statuses.ToHashSet(StringComparer.Ordinal);
        return all.Contains(Unhealthy) ? Unhealthy : all.Contains(Degraded) ? Degraded : Healthy;
    }
}
