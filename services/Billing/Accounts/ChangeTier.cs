using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Redis;
using NanoBanana.ServiceDefaults.Validation;

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
internal sealed partial class TierChanges(InvalidationPublisher invalidations, ILogger<TierChanges> logger)
{
    public Task PublishAsync(Guid accountId, string tier)
    {
        Log.Changed(logger, accountId, tier);
        return invalidations.PublishAsync(Invalidation.Account(accountId));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Account {AccountId} is of tier {Tier} now.")]
        public static partial void Changed(ILogger logger, Guid accountId, string tier);
    }
}
