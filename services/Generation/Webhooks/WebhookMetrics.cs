using System.Diagnostics.Metrics;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.Generation.Webhooks;

/// <summary>What is counted of deliveries, in the service's meter.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter<long> _tries;
    private readonly Histogram<double> _durations;

    public WebhookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.Name);
        _tries = meter.CreateCounter<long>("nanobanana.generation.webhook.tries", "{try}", "Tries of deliveries, by what became of them.");
        _durations = meter.CreateRequestDuration("nanobanana.generation.webhook.duration", "From a delivery's sending to the endpoint's answer.");
        OldestPending = meter.CreateObservableGauge("nanobanana.generation.webhook.age", () => OldestSeconds, "s", "How long the oldest delivery has been due.");
    }

    /// <summary>Tells whether anybody reads what waits.</summary>
    public Instrument OldestPending { get; }

    /// <summary>As <see cref="WebhookSweep"/> last saw it.</summary>
    public double OldestSeconds { get; set; }

    public void Tried(TryOutcome outcome)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome.Error ?? "delivered");
        _tries.Add(1, tag);
        if (outcome.Duration > TimeSpan.Zero)
            _durations.Record(outcome.Duration.TotalSeconds, tag);
    }
}
