using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NanoBanana.Billing;

/// <summary>What Billing measures and traces; see <see cref="Holds.OpenHoldsMonitor"/> for the holds that are open.</summary>
internal sealed class BillingMetrics
{
    private const string Name = "NanoBanana.Billing";

    /// <summary>Spans of operations on money.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private readonly Counter<long> _held;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _released;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _contradictions;
    private (long Count, double OldestSeconds) _open;

    public BillingMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Name);
        _held = meter.CreateCounter<long>("nanobanana.billing.credits.held", "{credit}", "Credits set aside for jobs.");
        _settled = meter.CreateCounter<long>("nanobanana.billing.credits.settled", "{credit}", "Credits charged for what jobs made.");
        _released = meter.CreateCounter<long>("nanobanana.billing.credits.released", "{credit}", "Held credits given back.");
        _refused = meter.CreateCounter<long>("nanobanana.billing.holds.refused", "{hold}", "Holds that were not placed, by outcome.");
        _contradictions = meter.CreateCounter<long>("nanobanana.billing.holds.contradictions", "{hold}", "Closings that contradict an earlier one.");
        OpenHolds = meter.CreateObservableGauge("nanobanana.billing.holds.open", () => _open.Count, "{hold}", "Holds not closed yet.");
        meter.CreateObservableGauge("nanobanana.billing.holds.oldest.age", () => _open.OldestSeconds, "s", "Age of the oldest open hold.");
    }

    /// <summary>Tells whether anybody reads how many holds are open.</summary>
    public Instrument OpenHolds { get; }

    public void Held(long credits) => _held.Add(credits);

    public void Settled(long charged, long returned)
    {
        _settled.Add(charged);
        _released.Add(returned);
    }

    public void Released(long credits) => _released.Add(credits);

    public void Refused(string outcome) => _refused.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Contradiction() => _contradictions.Add(1);

    public void Open(long count, double oldestSeconds) => _open = (count, oldestSeconds);
}
