using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Admin;
using NanoBanana.Generation.Quota;

namespace NanoBanana.Generation.Internal;

/// <summary>Forgets what an account has used today. Of an account that never used anything there is nothing to forget, and that is no failure.</summary>
internal static class ResetQuota
{
    public static async Task<Ok<QuotaSummary>> HandleAsync(Guid accountId, QuotaStore store, QuotaSummaries summaries, CancellationToken cancellationToken)
    {
        await store.ResetAsync(accountId, cancellationToken);
        return TypedResults.Ok(await summaries.ReadAsync(accountId, cancellationToken));
    }
}
