namespace NanoBanana.Generation.Events;

/// <summary>Waits for something of an account to become so, looking again whenever its event log has grown.</summary>
internal sealed class EventWait(EventSignals signals, TimeProvider time)
{
    /// <summary>What was found last: when it is as wanted, or when the time is over. A caller that leaves ends it.</summary>
    /// <param name="find">Looks once.</param>
    /// <param name="isWanted">Whether that is the end of the wait.</param>
    public async Task<T> ForAsync<T>(
        Guid accountId, TimeSpan longest, Func<CancellationToken, Task<T>> find, Func<T, bool> isWanted, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var grown = signals.Listen(accountId);
        while (true)
        {
            var found = await find(cancellationToken);
            var left = longest - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || isWanted(found))
                return found;
            await grown.WaitAsync(left < EventSignals.Pace ? left : EventSignals.Pace, cancellationToken);
        }
    }
}
