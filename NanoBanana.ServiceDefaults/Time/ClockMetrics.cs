using System.Diagnostics.Metrics;

namespace NanoBanana.ServiceDefaults.Time;

/// <summary>What every service tells about its machine's clock.</summary>
internal sealed class ClockMetrics : IDisposable
{
    public const string Name = "NanoBanana.ServiceDefaults";
    private readonly Meter _meter;

    public ClockMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _meter.CreateObservableGauge(
            "nanobanana.clock.offset", () => Offset.TotalSeconds, "s", "How far this machine's clock is ahead of the one that all processes follow.");
    }

    /// <summary>As <see cref="ClockKeeper"/> last saw it.</summary>
    public TimeSpan Offset { get; set; }

    public void Dispose() => _meter.Dispose();
}
