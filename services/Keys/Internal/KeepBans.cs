using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.Keys.Bans;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Internal;

internal static class KeepBans
{
    public static async Task<Results<JsonHttpResult<KeptBans>, FailureResult>> HandleAsync(
        IReadOnlyList<AccountBan?> body, AccountBans bans, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.Count is < 1 or > AccountBan.MaxItems)
            validation.Add("", "value_error", $"List should have 1 to {AccountBan.MaxItems} items");
        else if (body.Any(static ban => ban is null || ban.AccountId == Guid.Empty))
            validation.Add("account_id", "missing", "Field required");
        else if (body.DistinctBy(static ban => ban!.AccountId).Count() < body.Count)
            validation.Add("account_id", "value_error", "Each account may stand here once");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return TypedResults.Json(
            new KeptBans(await bans.KeepAsync([.. body.OfType<AccountBan>()], cancellationToken)), ContractsJsonContext.Default.KeptBans);
    }
}
