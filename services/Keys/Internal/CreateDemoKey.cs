using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.Api.V1;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Keys.Internal;

internal static class CreateDemoKey
{
    private const string Name = "Demo Key";

    public static async Task<Results<Created<CreatedKey>, FailureResult>> HandleAsync(
        Guid accountId, KeyIssuer issuer, CancellationToken cancellationToken)
    {
        var material = KeyFormat.NewSaas();
        var key = ApiKey.ForUser(accountId, ApiKeyDoor.Saas, Name, material, isDemo: true);
        return await issuer.TryStoreAsync(key, days: null, cancellationToken)
            ? TypedResults.Created((string?)null, new CreatedKey(key, material))
            : (FailureResult)ErrorCodes.KeyLimitReached;
    }
}
