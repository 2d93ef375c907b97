using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Queue;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/videos</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters.</param>
/// <param name="NegativePrompt">What shall not be seen, 1 to 1,000 characters.</param>
/// <param name="Resolution"><c>480p</c>, <c>720p</c> (default), <c>1080p</c> or <c>4K</c>.</param>
/// <param name="AspectRatio"><c>16:9</c> (default), <c>1:1</c>, <c>9:16</c>, <c>21:9</c> or <c>4:5</c>.</param>
/// <param name="Duration">In seconds, 1 to 60; default 5. A model that makes other lengths only makes the next longer one.</param>
/// <param name="Fps">Frames a second, 15 to 60; unset leaves it to the model.</param>
/// <param name="Seed">0 to 2,147,483,647.</param>
/// <param name="FallbackOnRefusal">Whether another provider may be asked after one refused by its safety rules; default false.</param>
internal sealed record CreateVideoRequest(
    string? Prompt, string? NegativePrompt = null, string? Resolution = null, string? AspectRatio = null, int? Duration = null, int? Fps = null, long? Seed = null,
    bool? FallbackOnRefusal = null);

internal static class CreateVideo
{
    public static async Task<Results<Accepted<JobAcceptedView>, FailureResult>> HandleAsync(
        CreateVideoRequest body, Caller caller, HttpContext http, VideoReader reader, EnqueueJobs operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await operation.RunAsync(request, caller.Principal, key, QuoteHeader.Read(http.Request), cancellationToken) switch
        {
            QueueResult.Queued queued when JobAcceptedView.Of(queued) is var view => TypedResults.Accepted(view.Url, view),
            QueueResult.Refused refused => (FailureResult)refused.Failure,
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }
}
