using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/batches</c> reads.</summary>
/// <param name="Items">1 to 10, each as <c>POST /v1/generate</c> reads it, with its own charge and its own failure.</param>
internal sealed record CreateBatchRequest(IReadOnlyList<GenerateRequest?>? Items);

/// <summary>A batch that its caller comes back for.</summary>
/// <param name="Url">Where it is found; <c>?wait=30</c> waits there for its end.</param>
internal sealed record BatchAcceptedView(string Id, string Status, int Total, string Url);

internal static class CreateBatch
{
    public const int MaxItems = 10;

    public static async Task<Results<Accepted<BatchAcceptedView>, FailureResult>> HandleAsync(
        CreateBatchRequest body, Caller caller, HttpRequest http, GenerateReader reader, EnqueueJobs operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var requests = Read(body, http, reader, validation);
        var key = IdempotencyHeader.Read(http, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await operation.RunBatchAsync(requests, caller.Principal, key, cancellationToken) switch
        {
            QueueResult.Queued { BatchId: { } batch } => Accept(BatchIds.ToWire(batch), requests.Count),

            // The key named a single job before.
            QueueResult.Queued => (FailureResult)StartFailures.KeyReused(),
            QueueResult.Refused refused => (FailureResult)refused.Failure,
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static List<GenerationRequest> Read(CreateBatchRequest body, HttpRequest http, GenerateReader reader, RequestValidation validation)
    {
        var requests = new List<GenerationRequest>();
        if (body.Items is null)
            validation.Add("items", "missing", "Field required");
        else if (body.Items.Count is < 1 or > MaxItems)
            validation.Add("items", "value_error", $"List should have 1 to {MaxItems} items");
        else
        {
            for (var i = 0; i < body.Items.Count; i++)
                requests.Add(ReadItem(body.Items[i], i, http, reader, validation));
        }

        return requests;
    }

    private static GenerationRequest ReadItem(GenerateRequest? item, int index, HttpRequest http, GenerateReader reader, RequestValidation validation)
    {
        var faults = new RequestValidation();
        var request = reader.Read(item ?? new GenerateRequest(null, null, null, null), http, faults);
        if (faults.Failed)
            validation.AddWithin($"items -> {index}", faults);
        return request with { Mode = "batch" };
    }

    private static Accepted<BatchAcceptedView> Accept(string id, int total) =>
        TypedResults.Accepted($"/v1/batches/{id}", new BatchAcceptedView(id, JobState.Queued, total, $"/v1/batches/{id}"));
}
