using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Billing.Accounts;

internal static class GetAccount
{
    public static async Task<Results<Ok<AccountView>, FailureResult>> HandleAsync(
        Guid accountId, AccountLedger ledger, CancellationToken cancellationToken)
    {
        if (Invalid(accountId) is { } failure)
            return failure;
        return TypedResults.Ok(View(accountId, await ledger.OpenAsync(accountId, cancellationToken)));
    }

    /// <summary>The empty id stands for callers without an account: one must never be opened for it.</summary>
    public static FailureResult? Invalid(Guid accountId)
    {
        if (accountId != Guid.Empty)
            return null;
        var validation = new RequestValidation();
        validation.Add("account_id", "value_error", "Input should be an account id", "path");
        return validation.Failure;
    }

    public static AccountView View(Guid accountId, AccountState account) =>
        new(accountId, account.Tier, account.Available, account.Held, Tiers.All[account.Tier].RequestsPerHour);
}
