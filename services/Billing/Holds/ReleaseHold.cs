using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Billing.Ledger;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Billing.Holds;

internal static class ReleaseHold
{
    public static async Task<Ok<CloseHoldResult>> HandleAsync(Guid jobId, HoldLedger ledger, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ledger.ReleaseAsync(jobId, cancellationToken));
}
