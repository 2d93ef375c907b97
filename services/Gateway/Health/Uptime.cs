namespace NanoBanana.Gateway.Health;

/// <summary>How long this gateway has run, by the clock that nobody sets.</summary>
internal sealed class Uptime(TimeProvider time)
{
    private readonly long _since = time.GetTimestamp();

    public double Seconds => Math.Round(time.GetElapsedTime(_since).TotalSeconds, 2);
}
