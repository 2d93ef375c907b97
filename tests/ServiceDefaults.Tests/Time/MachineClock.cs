namespace NanoBanana.ServiceDefaults.Tests.Time;

/// <summary>A machine's clock that runs and is wrong.</summary>
internal sealed class MachineClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
