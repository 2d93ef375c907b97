using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/generate/batch</c> reads.</summary>
/// <param name="Prompts">1 to 10, each of 1 to 2,000 characters after trimming.</param>
/// <param name="Settings">Of all of them.</param>
internal sealed record LabBatchRequest(IReadOnlyList<string?>? Prompts, LabSettings? Settings);

/// <summary>What it answers.</summary>
/// <param name="TaskId">For <c>GET /api/generate/task/{id}</c>.</param>
/// <param name="Status"><c>queued</c>.</param>
internal sealed record LabBatchResult(string TaskId, int Total, string Status);

internal static class LabBatch
{
    private const string Mode = "batch";

    public static async Task<Results<Ok<LabBatchResult>, FailureResult>> HandleAsync(
        LabBatchRequest body, Caller caller, HttpRequest http, LabAccess access, QuotaMeter meter, IOptions<QuotaOptions> quota, RoutingPolicies policies,
        LabDefaults defaults, EnqueueJobs operation, CancellationToken cancellationToken)
    {
        if (access.Admit(caller.Principal, http) is not { } owner)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var prompts = Prompts(body, validation);
        var settings = await defaults.FillAsync(body.Settings, owner, cancellationToken);
        settings.Check(validation);
        var pins = RoutingHeaders.Read(http, policies, validation);
        var key = IdempotencyHeader.Read(http, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (prompts.Count > quota.Value.MaxBatch)
            return (FailureResult)QuotaRefusal.BatchTooLarge(prompts.Count, quota.Value.MaxBatch);

        var requests = meter.MeasureBatch([.. prompts.Select(prompt => settings.RequestFor(prompt, Mode, pins))], owner);
        return await operation.RunBatchAsync(requests, owner, key, cancellationToken) switch
        {
            QueueResult.Queued { BatchId: { } batch } => TypedResults.Ok(new LabBatchResult(BatchIds.ToWire(batch), prompts.Count, JobState.Queued)),
            QueueResult.Queued => (FailureResult)StartFailures.KeyReused(),
            QueueResult.Refused refused => (FailureResult)refused.Failure,
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static List<string> Prompts(LabBatchRequest body, RequestValidation validation)
    {
        if (body.Prompts is null)
        {
            validation.Add("prompts", "missing", "Field required");
            return [];
        }

        if (body.Prompts.Count is < 1 or > CreateBatch.MaxItems)
            validation.Add("prompts", "value_error", $"List should have 1 to {CreateBatch.MaxItems} items");
        var prompts = body.Prompts.Take(CreateBatch.MaxItems).Select(static prompt => prompt?.Trim()).ToList();
        for (var i = 0; i < prompts.Count; i++)
            validation.Text($"prompts -> {i}", prompts[i], 1, LabSettings.MaxPrompt);
        return [.. prompts.Select(static prompt => prompt ?? "")];
    }
}
