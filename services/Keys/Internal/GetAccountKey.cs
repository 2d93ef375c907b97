using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Keys.Internal;

internal static class GetAccountKey
{
    public static async Task<Results<JsonHttpResult<KeySummary>, FailureResult>> HandleAsync(
        Guid accountId, Guid keyId, KeysDbContext db, CancellationToken cancellationToken)
    {
        var key = await db.ApiKeys
            .Where(key => key.Id == keyId && key.AccountId == accountId)
            .Summarise()
            .SingleOrDefaultAsync(cancellationToken);
        return key is null
            ? (FailureResult)ErrorCodes.KeyNotFound
            : TypedResults.Json(key, ContractsJsonContext.Default.KeySummary);
    }
}
