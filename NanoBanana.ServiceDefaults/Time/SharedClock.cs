namespace NanoBanana.ServiceDefaults.Time;

/// <summary>
/// Tells the time of a server that all processes ask, instead of the machine's: a process whose machine is an hour off still mints
/// tokens that others accept and accepts theirs. Between two looks at that server the monotonic clock counts, which nobody sets; before
/// the first one the machine's clock has to do. Timers and timestamps are the system's.
/// </summary>
/// <param name="machine">The clock that is not trusted.</param>
public sealed class SharedClock(TimeProvider machine) : TimeProvider
{
    private ClockSample? _sample;

    /// <summary>How far the machine's clock is ahead of the shared one; zero while only the machine's is known.</summary>
    public TimeSpan Offset => Volatile.Read(ref _sample) is null ? TimeSpan.Zero : machine.GetUtcNow() - GetUtcNow();

    public override DateTimeOffset GetUtcNow() =>
        Volatile.Read(ref _sample) is { } sample ? sample.At(GetTimestamp()) : machine.GetUtcNow();

    /// <summary>Takes a sample over if it is worth it. One caller at a time.</summary>
    internal void Offer(ClockSample sample)
    {
        if (_sample is not { } known || sample.Replaces(known))
            Volatile.Write(ref _sample, sample);
    }
}
