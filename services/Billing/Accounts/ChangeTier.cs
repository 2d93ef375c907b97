using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;
using StackExchange.Redis;

namespace NanoBanana.Billing.Accounts;

internal static class ChangeTier
{
    public static async Task<Results<Ok<AccountView>, FailureResult>> HandleAsync(
        Guid accountId, ChangeTierRequest request, AccountLedger ledger, TierChanges changes, CancellationToken cancellationToken)
    {
        if (GetAccount.Invalid(accountId) is { } failure)
            return failure;
        var validation = new RequestValidation();
        validation.Text("tier", request.Tier, 1, 32);
        validation.OneOf("tier", request.Tier, [.. Tiers.All.Keys]);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var account = await ledger.ChangeTierAsync(accountId, request.Tier, cancellationToken);
        await changes.PublishAsync(accountId, account.Tier);
        return TypedResults.Ok(GetAccount.View(accountId, account));
    }
}

/// <summary>Tells every gateway to forget the tier it knows. Repeated on a repeated change: the first message may have been lost.</summary>
internal sealed partial class TierChanges(IConnectionMultiplexer redis, ILogger<TierChanges> logger)
{
    public async Task PublishAsync(Guid accountId, string tier)
    {
        Log.Changed(logger, accountId, tier);
        try
        {
            await redis.GetSubscriber().PublishAsync(Invalidation.Channel, Invalidation.Account(accountId));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The change is committed; what gateways cache ends by itself within its lifetime.
            Log.NotPublished(logger, accountId, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Account {AccountId} is of tier {Tier} now.")]
        public static partial void Changed(ILogger logger, Guid accountId, string tier);

        [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Gateways could not be told that the tier of account {AccountId} changed.")]
        public static partial void NotPublished(ILogger logger, Guid accountId, Exception exception);
    }
}
