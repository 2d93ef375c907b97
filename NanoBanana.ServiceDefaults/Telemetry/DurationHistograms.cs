using System.Diagnostics.Metrics;

namespace NanoBanana.ServiceDefaults.Telemetry;

/// <summary>
/// Histograms of durations, in seconds. They bring bounds of their own, because those that exporters fall back on are meant for milliseconds: nearly everything here would lie
/// below the first, which is 5.
/// </summary>
public static class DurationHistograms
{
    /// <summary>The bounds of <c>http.server.request.duration</c> (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).</summary>
    private static readonly InstrumentAdvice<double> Requests = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    /// <summary>
    /// The bounds of <c>gen_ai.client.operation.duration</c> (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/), and three more: videos take minutes.
    /// </summary>
    private static readonly InstrumentAdvice<double> Generations = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68, 655.36],
    };

    /// <summary>Of what takes milliseconds to seconds.</summary>
    public static Histogram<double> CreateRequestDuration(this Meter meter, string name, string description) => meter.CreateHistogram(name, "s", description, tags: null, Requests);

    /// <summary>Of what takes as long as making an image or a video does.</summary>
    public static Histogram<double> CreateGenerationDuration(this Meter meter, string name, string description) => meter.CreateHistogram(name, "s", description, tags: null, Generations);
}
