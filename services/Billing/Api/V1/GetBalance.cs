using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Api.V1;

/// <summary>Credits, of which 20 are one 1K image.</summary>
/// <param name="Available">Left to spend; below zero for what a tier without cap owes.</param>
/// <param name="Held">Set aside for jobs that still run.</param>
/// <param name="MonthlyCredits">What the tier grants on the 1st of the month, UTC.</param>
/// <param name="RenewsAt">When it does next; null for a tier that is paid afterwards.</param>
internal sealed record BalanceResponse(string Tier, long Available, long Held, int MonthlyCredits, DateTimeOffset? RenewsAt);

internal static class GetBalance
{
    public static async Task<Ok<BalanceResponse>> HandleAsync(Caller caller, AccountLedger ledger, CancellationToken cancellationToken)
    {
        var account = await ledger.OpenAsync(caller.AccountId, cancellationToken);
        DateTimeOffset? renewsAt = account.MonthlyCredits == 0
            ? null
            : new DateTimeOffset(account.GrantMonth.AddMonths(1), TimeOnly.MinValue, TimeSpan.Zero);
        return TypedResults.Ok(new BalanceResponse(account.Tier, account.Available, account.Held, account.MonthlyCredits, renewsAt));
    }
}
