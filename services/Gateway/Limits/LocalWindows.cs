using System.Collections.Concurrent;

namespace NanoBanana.Gateway.Limits;

/// <summary>
/// The same windows for this process alone, for as long as Redis is away: with several gateways a caller may then get as many times
/// its limit, which is better than none at all and better than refusing everybody.
/// </summary>
internal sealed class LocalWindows(TimeProvider time)
{
    private const int MaxSubjects = 100_000;
    private readonly ConcurrentDictionary<string, List<(long At, string Ticket)>> _counted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public Admission Take(IReadOnlyList<SlidingWindow> windows)
    {
        var ticket = Guid.NewGuid().ToString("n");
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_counted.Count > MaxSubjects)
                _counted.Clear();
            var (tightest, room, frees) = (windows[0], int.MaxValue, TimeSpan.Zero);
            foreach (var window in windows)
            {
                var counted = _counted.GetOrAdd(window.RedisKey, static _ => []);
                counted.RemoveAll(entry => time.GetElapsedTime(entry.At, now) >= window.Length);
                if (window.Limit - counted.Count >= room)
                    continue;
                room = window.Limit - counted.Count;
                tightest = window;
                frees = counted.Count == 0 ? window.Length : window.Length - time.GetElapsedTime(counted[0].At, now);
            }

            var isAdmitted = room > 0;
            if (isAdmitted)
            {
                foreach (var window in windows)
                    _counted[window.RedisKey].Add((now, ticket));
            }

            return new Admission(isAdmitted, tightest, Math.Max(0, isAdmitted ? room - 1 : 0), time.GetUtcNow() + frees, frees, ticket);
        }
    }

    public void GiveBack(IReadOnlyList<SlidingWindow> windows, string ticket)
    {
        lock (_gate)
        {
            foreach (var window in windows)
            {
                if (_counted.TryGetValue(window.RedisKey, out var counted))
                    counted.RemoveAll(entry => entry.Ticket == ticket);
            }
        }
    }
}
