namespace NanoBanana.Generation.Events;

/// <summary>Waits for something of an account to end, looking again whenever its event log has grown.</summary>
internal sealed class EventWait(EventSignals signals, TimeProvider time)
{
    /// <summary>Returns when it has ended or is not there, or when the time is over. A caller that leaves ends it.</summary>
    /// <param name="hasEnded">Looks once, which must cost little; null when there is no such thing.</param>
    public async Task ForEndAsync(Guid accountId, TimeSpan longest, Func<CancellationToken, Task<bool?>> hasEnded, CancellationToken cancellationToken)
    {
        if (longest <= TimeSpan.Zero)
            return;
        var started = time.GetTimestamp();
        using var grown = signals.Listen(accountId);
        while (await hasEnded(cancellationToken) == false && longest - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            await grown.WaitAsync(left < EventSignals.Pace ? left : EventSignals.Pace, cancellationToken);
    }
}
