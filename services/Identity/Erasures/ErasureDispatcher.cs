using NanoBanana.Contracts.Keys;
using NanoBanana.Identity.Outbox;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Identity.Erasures;

/// <summary>
/// Tells the gateways to ask again about a deleted account's tokens and keys, and every service to erase what it keeps of it. A service that does not answer holds up no other.
/// </summary>
internal sealed partial class ErasureDispatcher(
    ErasureStore store, ErasureClients clients, InvalidationPublisher invalidations, TimeProvider time, ILogger<ErasureDispatcher> logger) : OutboxDispatcher<DueErasure>(time)
{
    protected override Task<IReadOnlyList<DueErasure>> TakeDueAsync(CancellationToken cancellationToken) => store.TakeDueAsync(cancellationToken);

    protected override async Task TellAsync(IReadOnlyList<DueErasure> rows, CancellationToken cancellationToken)
    {
        // Tokens stop by this alone: the account is gone. Keys says it once more when its keys are revoked.
        await Task.WhenAll(rows.Select(static row => row.AccountId).Distinct().Select(account => invalidations.PublishAsync(Invalidation.Account(account))));
        await Task.WhenAll(rows.GroupBy(static row => row.Service).Select(service => TellAsync(service.Key, [.. service.Select(static row => row.AccountId)], cancellationToken)));
    }

    protected override void LogNotTold(int count, Exception exception) => Log.NotTold(logger, count, exception);

    private async Task TellAsync(string service, IReadOnlyList<Guid> accounts, CancellationToken cancellationToken)
    {
        try
        {
            var done = service == ErasureTargets.Identity
                ? await EraseOwnAsync(accounts, cancellationToken)
                : (await clients.Of(service).EraseAsync(accounts, cancellationToken)).Done;
            if (done.Count > 0)
                await store.RemoveAsync([.. done.Select(account => new DueErasure(account, service))], cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ServiceNotTold(logger, service, accounts.Count, exception);
        }
    }

    private async Task<IReadOnlyList<Guid>> EraseOwnAsync(IReadOnlyList<Guid> accounts, CancellationToken cancellationToken)
    {
        foreach (var account in accounts)
            await store.EraseOwnAsync(account, cancellationToken);
        return accounts;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1040, Level = LogLevel.Warning, Message = "Services were not told of {Count} deleted accounts; they will be.")]
        public static partial void NotTold(ILogger logger, int count, Exception exception);

        [LoggerMessage(EventId = 1041, Level = LogLevel.Warning, Message = "The {Service} service did not erase {Count} deleted accounts; it will.")]
        public static partial void ServiceNotTold(ILogger logger, string service, int count, Exception exception);
    }
}
