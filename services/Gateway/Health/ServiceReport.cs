using System.Text.Json;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Health;

/// <summary>What a service said of itself.</summary>
/// <param name="Service">Its name.</param>
/// <param name="LatencyMs">How long it took; null when it did not answer.</param>
/// <param name="Checks">Of what it depends on; empty when it did not answer.</param>
internal sealed record ServiceReport(string Service, double? LatencyMs, IReadOnlyList<CheckReport> Checks)
{
    public bool Answers => LatencyMs is not null;

    /// <summary>Whether it answers and is all well.</summary>
    public bool IsWell => Answers && Checks.All(static check => check.IsWell);

    /// <summary>Whether it answers and has not said that it stops. A process of an older version says nothing of that.</summary>
    public bool Serves => Answers && Check(HealthReport.Serving) is not { IsWell: false };

    /// <summary>What it said of one thing; null when it said nothing.</summary>
    public CheckReport? Check(string name) => Checks.FirstOrDefault(check => check.Name == name);

    /// <summary>Reads the checks of an answer; throws when it is none of ours.</summary>
    public static IReadOnlyList<CheckReport> ReadChecks(JsonElement report) =>
    [
        .. report.GetProperty("checks").EnumerateObject().Select(static check => new CheckReport(
            check.Name, check.Value.GetProperty("status").GetString() ?? "", check.Value.GetProperty("latency_ms").GetDouble(),
            check.Value.TryGetProperty("details", out var details) ? details.Clone() : null)),
    ];
}

/// <summary>One thing that a service depends on. What it says of a fault stays there: the log of the service is for those who run it.</summary>
/// <param name="Name">Such as <c>keysdb</c>.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
internal sealed record CheckReport(string Name, string Status, double LatencyMs, JsonElement? Details)
{
    public bool IsWell => Status == HealthNames.Healthy;

    /// <summary>A detail; null when there is none of that name.</summary>
    public JsonElement? Detail(string name) => Details is { } details && details.TryGetProperty(name, out var value) ? value : null;
}
