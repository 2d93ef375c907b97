using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Images;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

internal static class GetBatch
{
    /// <param name="wait">For its end, in seconds.</param>
    public static async Task<Results<Ok<BatchView>, FailureResult>> HandleAsync(
        string id, string? wait, Caller caller, BatchReader batches, EventWait events, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var patience = WaitParameter.Read(wait, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var account = caller.AccountId;
        if (!BatchIds.TryParse(id, out var batchId))
            return (FailureResult)ErrorCodes.TaskNotFound;
        await events.ForEndAsync(account, patience, token => batches.HasEndedAsync(account, batchId, token), cancellationToken);
        return await batches.FindAsync(account, batchId, cancellationToken) is { } found
            ? TypedResults.Ok(BatchView.Of(found, links, http))
            : (FailureResult)ErrorCodes.TaskNotFound;
    }
}
