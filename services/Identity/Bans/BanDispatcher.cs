using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Identity.Bans;

/// <summary>
/// Tells the gateways to ask again about an account's tokens and keys, and Keys what to answer. The first try is made by whoever banned; what does not
/// get through, or was left by a process that died, is told again until Keys acknowledges it.
/// </summary>
/// <param name="keys">Asked for each time: its address may become known after this process has started.</param>
internal sealed partial class BanDispatcher(
    BanStore store, Func<KeysClient> keys, InvalidationPublisher invalidations, TimeProvider time, ILogger<BanDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Never throws and takes two seconds at most; an operator who hangs up has still banned.</summary>
    public async Task TellNowAsync(AccountBan ban)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await TellAsync([ban], patience.Token);
        }
        catch (Exception exception)
        {
            Log.NotTold(logger, 1, exception);
        }
    }

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
            while (await store.TakeDueAsync(stoppingToken) is { Count: > 0 } due)
            {
                count = due.Count;
                await TellAsync(due, stoppingToken);
            }
        }
        catch (Exception exception)
        {
            // What was taken is due again in seconds, for this process, another, or the next start.
            if (!stoppingToken.IsCancellationRequested)
                Log.NotTold(logger, count, exception);
        }
    }

    private async Task TellAsync(IReadOnlyList<AccountBan> bans, CancellationToken cancellationToken)
    {
        // Tokens stop by this alone, also while Keys is away. Keys says it once more when it knows, for who asked it in between.
        await Task.WhenAll(bans.Select(ban => invalidations.PublishAsync(Invalidation.Account(ban.AccountId))));
        await keys().KeepAsync(bans, cancellationToken);
        await store.RemoveAsync(bans, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1030, Level = LogLevel.Warning, Message = "Keys was not told of {Count} banned or unbanned accounts; it will be.")]
        public static partial void NotTold(ILogger logger, int count, Exception exception);
    }
}
