using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NanoBanana.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry, exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; without it nothing is
/// collected. The runtime's own sources are subscribed to by name, so no instrumentation package is needed.
/// </summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Sources = ["NanoBanana.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Yarp.ReverseProxy"];

    private static readonly string[] Meters =
    [
        "NanoBanana.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    public static bool IsExported(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    public static void AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (!IsExported(builder.Configuration))
            return;

        // Method and path on the span of a request, as .NET 11 has them without being asked
        // (https://learn.microsoft.com/aspnet/core/breaking-changes/11/http-activity-otel-semconv). RequestSpans adds what is known at its end.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        var resource = ResourceBuilder.CreateDefault().AddService(serviceName);
        builder.Logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource);
            options.IncludeScopes = true;
            options.AddOtlpExporter();
        });

        // Sources and meters belong to the process: of several services in one, Standalone lets one speak for all.
        if (builder.Configuration.GetValue("Telemetry:Enabled", defaultValue: true))
            builder.Services.AddHostedService(_ => new TelemetryService(resource));
    }

    /// <summary>Owns the providers: they start with the host and flush when it stops.</summary>
    private sealed class TelemetryService(ResourceBuilder resource) : IHostedService, IDisposable
    {
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddProcessor(new PathScrubber()).AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.ForceFlush(2_000);
            _metrics?.ForceFlush(2_000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _metrics?.Dispose();
        }
    }
}
