namespace NanoBanana.ServiceDefaults.Time;

/// <summary>What a server said the time was, tied to this machine's monotonic clock.</summary>
/// <param name="Utc">The server's time at <paramref name="Timestamp"/>.</param>
/// <param name="Timestamp">A timestamp of <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Error">How far off <paramref name="Utc"/> may be.</param>
internal sealed record ClockSample(DateTimeOffset Utc, long Timestamp, TimeSpan Error)
{
    /// <summary>The fastest that a kernel slews its monotonic clock, and more than a machine drifts.</summary>
    private const double Drift = 500e-6;

    /// <summary>The server read its clock somewhere between question and answer; the middle is never off by more than half of that.</summary>
    public static ClockSample Of(DateTimeOffset told, long asked, long answered)
    {
        var half = TimeProvider.System.GetElapsedTime(asked, answered) / 2;
        return new ClockSample(told + half, answered, half);
    }

    public DateTimeOffset At(long timestamp) => Utc + TimeProvider.System.GetElapsedTime(Timestamp, timestamp);

    /// <summary>
    /// Whether to believe this one from now on. One that took a long way says less than an older one from nearby and is dropped, unless
    /// the two cannot both be right: then the server's clock, or this machine's monotonic one, has moved since.
    /// </summary>
    public bool Replaces(ClockSample known)
    {
        var knownError = known.Error + (TimeProvider.System.GetElapsedTime(known.Timestamp, Timestamp) * Drift);
        return Error <= knownError || (Utc - known.At(Timestamp)).Duration() > Error + knownError;
    }
}
