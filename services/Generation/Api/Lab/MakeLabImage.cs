using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Words;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What the Lab's calls for one image answer.</summary>
/// <param name="Thinking">What the model thought aloud, when it was asked to and does.</param>
/// <param name="TextResponse">What the model wrote beside the image, when it was let.</param>
/// <param name="Duration">From the job's start to its end, in seconds.</param>
/// <param name="Mode"><c>basic</c> or <c>search</c>.</param>
/// <param name="SearchSources">Addresses of the pages that the model drew on; null when nothing was to be looked up.</param>
internal sealed record LabGenerateResult(
    LabImage Image, string Prompt, string? Thinking, string? TextResponse, double Duration, string Mode, LabSettings Settings, DateTimeOffset CreatedAt,
    string? Provider, string? Model, IReadOnlyList<string>? SearchSources);

/// <summary>One image that a caller of the Lab's asks for.</summary>
/// <param name="Caller">Whose it is, and who pays.</param>
/// <param name="Key">Its <c>Idempotency-Key</c>.</param>
/// <param name="OwnKey">The caller's own provider key.</param>
internal sealed record LabImageOrder(GenerationRequest Request, LabSettings Settings, Principal Caller, string? Key, Secret? OwnKey);

/// <summary>What the Lab's calls for one image have in common, once the order is read.</summary>
internal sealed class MakeLabImage(GenerateImages images, EnqueueJobs queue, QuotaMeter meter, WordsStore words, ImageLinks links)
{
    public async Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> RunAsync(
        LabImageOrder order, HttpContext http, CancellationToken cancellationToken)
    {
        var metered = meter.Measure(order.Request, order.Caller);
        if (order.OwnKey is null && AsyncPreference.IsAsked(http.Request))
            return Accept(http, await queue.RunAsync(metered, order.Caller, order.Key, quoteId: null, cancellationToken));
        var result = order.OwnKey is null
            ? await images.RunAsync(metered, order.Caller, order.Key, quoteId: null, cancellationToken)
            : await images.RunOnOwnKeyAsync(order.Request, order.Caller, order.OwnKey, cancellationToken);
        if (LabFailures.Of(result) is { } failure)
            return (FailureResult)failure;
        var outcome = ((StartResult.Ended)result).Outcome;
        if (LabImage.Of(outcome, order.Request.Mode, links, http) is not { } image)
            return (FailureResult)ErrorCodes.ResultNotKept;

        // Read again rather than handed through, so that a repeat answers the same, whoever made it.
        var said = order.Request.WantsWords
            ? await words.FindAsync(order.Caller.AccountId, outcome.JobId, outcome.Images[0].Image, cancellationToken)
            : null;
        return TypedResults.Ok(new LabGenerateResult(
            image, outcome.Prompt, order.Request.WithThoughts ? said?.Thinking : null, said?.Text, Math.Round(outcome.Duration.TotalSeconds, 3), order.Request.Mode,
            order.Settings, outcome.CreatedAt, outcome.Provider, outcome.Model, order.Request.Search ? said?.Sources : null));
    }

    private static Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult> Accept(HttpContext http, QueueResult result)
    {
        if (result is QueueResult.Refused refused)
            return (FailureResult)refused.Failure;
        if (result is not QueueResult.Queued queued)
            return (FailureResult)ErrorCodes.Internal;
        var id = JobIds.ToWire(queued.JobId);
        AsyncPreference.Grant(http.Response, $"/api/generate/task/{id}");
        return TypedResults.Accepted($"/api/generate/task/{id}", new LabBatchResult(id, 1, JobState.Queued));
    }
}
