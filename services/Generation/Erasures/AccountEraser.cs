namespace NanoBanana.Generation.Erasures;

/// <summary>
/// Erases deleted accounts, one at a time and in bounded statements. How far it came is in the database: a process that dies loses its lease, and another goes on.
/// </summary>
internal sealed partial class AccountEraser(ErasureStore store, EraseAccount erase, TimeProvider time, ILogger<AccountEraser> logger) : BackgroundService
{
    /// <summary>Prolonged after a third of it: only who died or hangs loses it, and two at one account do the same work twice and nothing wrong.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    /// <summary>One account that is due; false when none is.</summary>
    internal async Task<bool> EraseNextAsync(CancellationToken cancellationToken)
    {
        if (await store.TakeAsync(Lease, cancellationToken) is not { } accountId)
            return false;
        if (await erase.RunAsync(accountId, cancellationToken))
        {
            await store.EndAsync(accountId, cancellationToken);
            Log.Erased(logger, accountId);
        }
        else
        {
            await store.PutOffAsync(accountId, Later, cancellationToken);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await EraseNextAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception)
            {
                // Its lease runs out, and it is due again.
                if (!stoppingToken.IsCancellationRequested)
                    Log.NotErased(logger, exception);
            }

            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3740, Level = LogLevel.Information, Message = "Account {AccountId} is erased.")]
        public static partial void Erased(ILogger logger, Guid accountId);

        [LoggerMessage(EventId = 3741, Level = LogLevel.Warning, Message = "A deleted account could not be erased; it will be.")]
        public static partial void NotErased(ILogger logger, Exception exception);
    }
}
