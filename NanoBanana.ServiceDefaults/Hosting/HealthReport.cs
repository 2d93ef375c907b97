using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoBanana.ServiceDefaults.Hosting;

/// <summary>
/// <c>{"status": "healthy", "checks": {"keysdb": {"status": "healthy", "latency_ms": 0.8, "error": null}}}</c>, and <c>details</c> of a check that has
/// any; 503 when unhealthy. The entry <c>serving</c> is unhealthy once this process was asked to stop, although it serves what still comes: it
/// is no health check, because those that fail are logged as errors, and to stop is none.
/// </summary>
public static class HealthReport
{
    /// <summary>The entry that says whether this process wants requests.</summary>
    public const string Serving = "serving";

    private static readonly HealthReportEntry Well = new(HealthStatus.Healthy, description: null, TimeSpan.Zero, exception: null, data: null);
    private static readonly HealthReportEntry Stopping = new(HealthStatus.Unhealthy, "This process stops.", TimeSpan.Zero, exception: null, data: null);

    public static HealthCheckOptions Options { get; } = new() { ResponseWriter = WriteAsync };

    private static async Task WriteAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report)
    {
        var isStopping = context.RequestServices.GetRequiredService<Draining>().HasBegun;
        if (isStopping)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Name(isStopping ? HealthStatus.Unhealthy : report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
            WriteEntry(json, name, entry);
        WriteEntry(json, Serving, isStopping ? Stopping : Well);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, HealthReportEntry entry)
    {
        json.WriteStartObject(name);
        json.WriteString("status", Name(entry.Status));
        json.WriteNumber("latency_ms", Math.Round(entry.Duration.TotalMilliseconds, 1));
        json.WriteString("error", entry.Description);
        WriteDetails(json, entry.Data);
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
