using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Admin;

internal static class EnableProvider
{
    public static async Task<Results<Ok<ChangedProviderView>, FailureResult>> HandleAsync(
        string name, Caller caller, ChangeProvider change, CancellationToken cancellationToken)
    {
        var (changed, failure) = await change.RunAsync(
            name, enabled: true, priority: null, caller.Principal, static target => new AdminAct("provider.enable", target, Reason: null, "{}"), "enabled", cancellationToken);
        return changed is null ? failure! : TypedResults.Ok(changed);
    }
}
