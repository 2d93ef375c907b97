using System.Collections.Concurrent;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// What this process' own calls have told of each model: moving averages with a weight of 0.1 for the newest, and how long it asked to
/// be left alone. Passive and local, because it only decides an order; what forbids calls is shared, in the circuits.
/// </summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private const double Weight = 0.1;

    // A quota of the day comes with hours; asking again after some minutes costs a refusal and may find another quota.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Provider, string Model), Figures> _figures = new();

    public double SecondsOf(IProvider provider, ProviderModel model) => Find(provider.Name, model.Id)?.Seconds ?? model.Seconds;

    public double SuccessRateOf(IProvider provider, ProviderModel model) => Find(provider.Name, model.Id)?.SuccessRate ?? 1;

    /// <summary>Whether it asked for a pause that is not over.</summary>
    public bool IsResting(string provider, string model) => Find(provider, model)?.RestsUntil > time.GetTimestamp();

    public ModelFigures FiguresOf(string provider, string model) =>
        Find(provider, model) is { } figures ? new(figures.Calls, figures.Failures, figures.SuccessRate, figures.Seconds) : new(0, 0, 1, null);

    public void Report(string provider, string model, ProviderResult result, TimeSpan duration)
    {
        var figures = _figures.GetOrAdd((provider, model), static _ => new Figures());
        lock (figures)
            Note(figures, result as ProviderResult.Failed, duration);
    }

    private void Note(Figures figures, ProviderResult.Failed? failed, TimeSpan duration)
    {
        figures.Calls++;
        if (failed is null)
        {
            figures.SuccessRate += Weight * (1 - figures.SuccessRate);
            figures.Seconds = figures.Seconds is { } seconds ? seconds + (Weight * (duration.TotalSeconds - seconds)) : duration.TotalSeconds;
            return;
        }

        // What the caller asked for says nothing of who refused it.
        if (failed.Class is FailureClass.BadInput or FailureClass.RefusedInput or FailureClass.RefusedOutput)
            return;
        figures.Failures++;
        figures.SuccessRate -= Weight * figures.SuccessRate;
        if (failed is { Class: FailureClass.Throttled, RetryAfter: { } pause })
            figures.RestsUntil = time.GetTimestamp() + (long)((pause < LongestRest ? pause : LongestRest).TotalSeconds * time.TimestampFrequency);
    }

    private Figures? Find(string provider, string model) => _figures.GetValueOrDefault((provider, model));

    private sealed class Figures
    {
        public long Calls;
        public long Failures;
        public double SuccessRate = 1;
        public double? Seconds;
        public long RestsUntil;
    }
}

/// <summary>What a process has seen of a model since it started.</summary>
/// <param name="SuccessRate">Moving average, 0 to 1.</param>
/// <param name="Seconds">Moving average of its successful calls; null before the first.</param>
internal sealed record ModelFigures(long Calls, long Failures, double SuccessRate, double? Seconds);
