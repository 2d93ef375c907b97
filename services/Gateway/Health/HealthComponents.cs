using System.Text.Json.Nodes;

namespace NanoBanana.Gateway.Health;

/// <summary>How one part of the system is.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="LatencyMs">How long its answer took; null when there was none, or nothing to ask.</param>
/// <param name="Error">What is wrong, in words of ours that name no address.</param>
/// <param name="Details">What else there is to know.</param>
internal sealed record HealthComponent(string Status, double? LatencyMs, string? Error, JsonObject? Details);

/// <summary>
/// The parts of the system, out of what its services said. Databases and services are required: without one of them the system is
/// unhealthy. Without the others it serves what it can, and is degraded.
/// </summary>
internal static class HealthComponents
{
    private const string ImageStoreCheck = "image_store";
    private const string GeminiCheck = "gemini_api";
    private const string Remote = "s3";

    public static IReadOnlyDictionary<string, HealthComponent> Of(SystemReport report) => new Dictionary<string, HealthComponent>(StringComparer.Ordinal)
    {
        ["database"] = Database(report),
        ["redis"] = Redis(report.Redis),
        ["services"] = Services(report),
        ["image_store"] = ImageStore(report),
        ["r2_storage"] = RemoteStore(report),
        ["gemini_api"] = Gemini(report),
    };

    /// <summary>Whether everything that is required answers.</summary>
    public static bool IsReady(SystemReport report) => Database(report).Status == HealthNames.Healthy && Services(report).Status == HealthNames.Healthy;

    /// <summary>Each service asks its own database, under the service's name.</summary>
    public static HealthComponent Database(SystemReport report)
    {
        var checks = report.Services.Select(static service => (Name: service.Service + "db", Check: service.Check(service.Service + "db"))).ToList();
        var details = new JsonObject(checks.Select(static one => KeyValuePair.Create(one.Name, (JsonNode?)(one.Check?.Status ?? "unknown"))));
        var silent = checks.Where(static one => one.Check is not { IsWell: true }).Select(static one => one.Name).ToList();
        return silent.Count == 0
            ? new HealthComponent(HealthNames.Healthy, checks.Max(static one => one.Check!.LatencyMs), Error: null, details)
            : new HealthComponent(HealthNames.Unhealthy, LatencyMs: null, $"No answer from {string.Join(", ", silent)}", details);
    }

    private static HealthComponent Services(SystemReport report)
    {
        var details = new JsonObject(report.Services.Select(static service =>
            KeyValuePair.Create(service.Service, (JsonNode?)(service.Serves ? HealthNames.Healthy : HealthNames.Unhealthy))));
        var silent = report.Services.Where(static service => !service.Serves).Select(static service => service.Service).ToList();
        return silent.Count == 0
            ? new HealthComponent(HealthNames.Healthy, report.Services.Max(static service => service.LatencyMs), Error: null, details)
            : new HealthComponent(HealthNames.Unhealthy, LatencyMs: null, $"No answer from {string.Join(", ", silent)}", details);
    }

    private static HealthComponent Redis(RedisReport redis) => redis.LatencyMs is null
        ? new HealthComponent(HealthNames.Degraded, LatencyMs: null, "Redis does not answer", Details: null)
        : new HealthComponent(HealthNames.Healthy, redis.LatencyMs, Error: null, redis.Version is null ? null : new JsonObject { ["version"] = redis.Version });

    private static HealthComponent ImageStore(SystemReport report)
    {
        if (report.Of("generation").Check(ImageStoreCheck) is not { } check)
            return Unknown;
        var details = new JsonObject { ["backend"] = check.Detail("backend")?.GetString() };
        return check.IsWell
            ? new HealthComponent(HealthNames.Healthy, check.LatencyMs, Error: null, details)
            : new HealthComponent(HealthNames.Degraded, check.LatencyMs, "The image store does not accept writes", details);
    }

    private static HealthComponent RemoteStore(SystemReport report)
    {
        var store = ImageStore(report);
        return store.Details is null || (string?)store.Details["backend"] == Remote
            ? store
            : new HealthComponent(HealthNames.Degraded, LatencyMs: null, "R2 storage not configured", Details: null);
    }

    private static HealthComponent Gemini(SystemReport report)
    {
        if (report.Of("generation").Check(GeminiCheck) is not { } check)
            return Unknown;
        var isConfigured = check.Detail("configured")?.GetBoolean() == true;
        return new HealthComponent(
            isConfigured ? HealthNames.Healthy : HealthNames.Degraded, LatencyMs: null, isConfigured ? null : "Gemini API key not configured",
            new JsonObject { ["configured"] = isConfigured });
    }

    private static HealthComponent Unknown => new(HealthNames.Degraded, LatencyMs: null, "Not known while generation does not answer", Details: null);
}
