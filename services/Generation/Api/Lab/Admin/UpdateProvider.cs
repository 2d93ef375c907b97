using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Admin;

/// <summary>What is left out stays as it is; something must be set.</summary>
/// <param name="Priority">1 to 100, lower goes first under the strategy <c>priority</c>.</param>
/// <param name="Enabled">Whether it may be asked.</param>
/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record UpdateProviderRequest(int? Priority, bool? Enabled, string? Reason);

internal static class UpdateProvider
{
    private const int MaxPriority = 100;
    private const int MaxReason = 500;

    public static async Task<Results<Ok<ChangedProviderView>, FailureResult>> HandleAsync(
        string name, UpdateProviderRequest body, Caller caller, ChangeProvider change, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body is { Priority: null, Enabled: null })
            validation.Add("priority", "missing", "Set priority, enabled or both");
        if (body.Priority is { } priority)
            validation.Range("priority", priority, 1, MaxPriority);
        if (!string.IsNullOrEmpty(body.Reason))
            validation.Text("reason", body.Reason, 1, MaxReason, required: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var detail = JsonSerializer.Serialize(body with { Reason = null }, GenerationJsonContext.Default.UpdateProviderRequest);
        var (changed, failure) = await change.RunAsync(
            name, body.Enabled, (short?)body.Priority, caller.Principal, target => new AdminAct("provider.update", target, body.Reason, detail), "updated", cancellationToken);
        return changed is null ? failure! : TypedResults.Ok(changed);
    }
}
