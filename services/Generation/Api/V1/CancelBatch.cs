using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Cancels what has not ended of a batch; the answer shows how it stands.</summary>
internal static class CancelBatch
{
    public static async Task<Results<Ok<BatchView>, FailureResult>> HandleAsync(
        string id, Caller caller, CancelJobs operation, BatchReader batches, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        if (!BatchIds.TryParse(id, out var batchId) || await batches.FindAsync(caller.AccountId, batchId, cancellationToken) is not { } found)
            return (FailureResult)ErrorCodes.TaskNotFound;
        await operation.RunAsync(caller.AccountId, [.. found.Items.Select(static item => item.Id)], cancellationToken);
        return TypedResults.Ok(BatchView.Of((await batches.FindAsync(caller.AccountId, batchId, cancellationToken))!, links, http));
    }
}
