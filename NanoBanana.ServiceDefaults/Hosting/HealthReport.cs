using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>
/// <c>{"status": "healthy", "checks": {"keysdb": {"status": "healthy", "latency_ms": 0.8, "error": null}}}</c>, and <c>details</c> of a check that has
/// any; 503 when unhealthy.
/// </summary>
public static class HealthReport
{
    public static HealthCheckOptions Options { get; } = new() { ResponseWriter = WriteAsync };

    private static async Task WriteAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Name(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", Name(entry.Status));
            json.WriteNumber("latency_ms", Math.Round(entry.Duration.TotalMilliseconds, 1));
            json.WriteString("error", entry.Description);
            WriteDetails(json, entry.Data);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, IReadOnlyDictionary<string, object> details)
    {
        if (details.Count == 0)
            return;
        json.WriteStartObject("details");
        foreach (var (name, value) in details)
        {
            if (value is bool flag)
                json.WriteBoolean(name, flag);
            else
                json.WriteString(name, value.ToString());
        }

        json.WriteEndObject();
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
