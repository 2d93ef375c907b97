namespace NanoBanana.Testing;

/// <summary>A clock that a test moves. Timers run in real time, so that nothing sleeps to pass; only the time told is the test's.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = start;

    public TestClock() : this(System.GetUtcNow())
    {
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }
}
