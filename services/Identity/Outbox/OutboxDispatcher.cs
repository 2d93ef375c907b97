namespace NanoBanana.Identity.Outbox;

/// <summary>
/// Tells other services what is still to be told, row by row of an outbox. The first try is made by whoever wrote the rows; what does not get through, or was left by a process
/// that died, is told again until it is acknowledged.
/// </summary>
internal abstract class OutboxDispatcher<T>(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Never throws and takes two seconds at most; a caller who hangs up has still done what is told.</summary>
    public async Task TellNowAsync(IReadOnlyList<T> rows)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await TellAsync(rows, patience.Token);
        }
        catch (Exception exception)
        {
            LogNotTold(rows.Count, exception);
        }
    }

    /// <summary>What is due, with its next try put off: a process that dies with it leaves it to that.</summary>
    protected abstract Task<IReadOnlyList<T>> TakeDueAsync(CancellationToken cancellationToken);

    /// <summary>Tells them, and forgets what was acknowledged. Telling again must end alike.</summary>
    protected abstract Task TellAsync(IReadOnlyList<T> rows, CancellationToken cancellationToken);

    protected abstract void LogNotTold(int count, Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SweepAsync(stoppingToken);
            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        var count = 0;
        try
        {
            while (await TakeDueAsync(stoppingToken) is { Count: > 0 } due)
            {
                count = due.Count;
                await TellAsync(due, stoppingToken);
            }
        }
        catch (Exception exception)
        {
            // What was taken is due again in seconds, for this process, another, or the next start.
            if (!stoppingToken.IsCancellationRequested)
                LogNotTold(count, exception);
        }
    }
}
