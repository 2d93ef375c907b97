using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>
/// Nothing new is sent to it from then on, whoever names it. Calls under way and orders that it has taken go on to their ends, because they are paid for;
/// jobs that wait for it go to the next of their route, or fail without a charge.
/// </summary>
internal static class DisableProvider
{
    public static async Task<Results<Ok<ChangedProviderView>, FailureResult>> HandleAsync(
        string name, Caller caller, ChangeProvider change, CancellationToken cancellationToken)
    {
        var (changed, failure) = await change.RunAsync(
            name, enabled: false, priority: null, caller.Principal, static target => new AdminAct("provider.disable", target, Reason: null, "{}"), "disabled", cancellationToken);
        return changed is null ? failure! : TypedResults.Ok(changed);
    }
}
