using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.Data;

namespace NanoBanana.Keys.Internal;

internal static class ListAccountKeys
{
    public static async Task<JsonHttpResult<IReadOnlyList<KeySummary>>> HandleAsync(
        Guid accountId, KeysDbContext db, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeySummary> keys = await db.ApiKeys
            .Where(key => key.AccountId == accountId)
            .OrderByDescending(static key => key.CreatedAt).ThenByDescending(static key => key.Id)
            .Summarise()
            .ToListAsync(cancellationToken);
        return TypedResults.Json(keys, ContractsJsonContext.Default.IReadOnlyListKeySummary);
    }
}
