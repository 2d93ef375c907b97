using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Outbox;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Identity.Bans;

/// <summary>Tells the gateways to ask again about an account's tokens and keys, and Keys what to answer.</summary>
/// <param name="keys">Asked for each time: its address may become known after this process has started.</param>
internal sealed partial class BanDispatcher(
    BanStore store, Func<KeysClient> keys, InvalidationPublisher invalidations, TimeProvider time, ILogger<BanDispatcher> logger) : OutboxDispatcher<AccountBan>(time)
{
    protected override Task<IReadOnlyList<AccountBan>> TakeDueAsync(CancellationToken cancellationToken) => store.TakeDueAsync(cancellationToken);

    protected override async Task TellAsync(IReadOnlyList<AccountBan> rows, CancellationToken cancellationToken)
    {
        // Tokens stop by this alone, also while Keys is away. Keys says it once more when it knows, for who asked it in between.
        await Task.WhenAll(rows.Select(ban => invalidations.PublishAsync(Invalidation.Account(ban.AccountId))));
        await keys().KeepAsync(rows, cancellationToken);
        await store.RemoveAsync(rows, cancellationToken);
    }

    protected override void LogNotTold(int count, Exception exception) => Log.NotTold(logger, count, exception);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1030, Level = LogLevel.Warning, Message = "Keys was not told of {Count} banned or unbanned accounts; it will be.")]
        public static partial void NotTold(ILogger logger, int count, Exception exception);
    }
}
