using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Counts this process' calls to providers until they are stored, so that no call costs a statement. What was counted last is lost with a process
/// that dies; nothing but an operator's view goes by it.
/// </summary>
internal sealed class ProviderFigures(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly Lock _lock = new();
    private Dictionary<(string Provider, DateTimeOffset Since), ProviderTally> _tallies = [];

    public void Report(string provider, ProviderResult result, TimeSpan duration)
    {
        var now = time.GetUtcNow();
        var failed = result as ProviderResult.Failed;
        var isTheirs = failed is { Class: not (FailureClass.BadInput or FailureClass.RefusedInput or FailureClass.RefusedOutput) };
        Add(new ProviderTally
        {
            Provider = provider,
            Since = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.FromMinutes(5).Ticks), TimeSpan.Zero),
            Calls = 1,
            Failures = isTheirs ? 1 : 0,
            Served = failed is null ? 1 : 0,
            ServedMs = failed is null ? (long)duration.TotalMilliseconds : 0,
            LastError = isTheirs ? FailureNames.Of(failed!.Class) : null,
            LastErrorAt = isTheirs ? now : null,
        });
    }

    /// <summary>What was counted since the last time; counting begins anew.</summary>
    public IReadOnlyCollection<ProviderTally> Take()
    {
        lock (_lock)
        {
            var taken = _tallies;
            _tallies = [];
            return taken.Values;
        }
    }

    /// <summary>Takes back what could not be stored, but for what is too old to be shown.</summary>
    public void GiveBack(IEnumerable<ProviderTally> tallies)
    {
        var oldest = time.GetUtcNow() - Kept;
        foreach (var tally in tallies.Where(tally => tally.Since > oldest))
            Add(tally);
    }

    private void Add(ProviderTally tally)
    {
        lock (_lock)
            _tallies[(tally.Provider, tally.Since)] = _tallies.TryGetValue((tally.Provider, tally.Since), out var known) ? Sum(known, tally) : tally;
    }

    private static ProviderTally Sum(ProviderTally one, ProviderTally other)
    {
        var last = (one.LastErrorAt ?? DateTimeOffset.MinValue) > (other.LastErrorAt ?? DateTimeOffset.MinValue) ? one : other;
        return new ProviderTally
        {
            Provider = one.Provider,
            Since = one.Since,
            Calls = one.Calls + other.Calls,
            Failures = one.Failures + other.Failures,
            Served = one.Served + other.Served,
            ServedMs = one.ServedMs + other.ServedMs,
            LastError = last.LastError,
            LastErrorAt = last.LastErrorAt,
        };
    }
}
