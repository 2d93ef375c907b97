namespace NanoBanana.Generation.Events;

/// <summary>Waits for something of an account to end, looking again whenever its event log has grown.</summary>
internal sealed class EventWait(EventSignals signals, IHostApplicationLifetime host, TimeProvider time)
{
    /// <summary>
    /// Returns when it has ended or is not there, or when the time is over, as it is when the process stops: who asks again asks another. A caller
    /// that leaves ends it.
    /// </summary>
    /// <param name="hasEnded">Looks once, which must cost little; null when there is no such thing.</param>
    public async Task ForEndAsync(Guid accountId, TimeSpan longest, Func<CancellationToken, Task<bool?>> hasEnded, CancellationToken cancellationToken)
    {
        if (longest <= TimeSpan.Zero)
            return;
        var started = time.GetTimestamp();
        using var grown = signals.Listen(accountId);
        using var here = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            while (await hasEnded(cancellationToken) == false && longest - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
                await grown.WaitAsync(left < EventSignals.Pace ? left : EventSignals.Pace, here.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer tells how far it is.
        }
    }
}
