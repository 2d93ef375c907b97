using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>What both image calls have in common, once the request is read.</summary>
internal sealed class MakeOpenAiImages(GenerateImages operation, OpenAiFiles files, OpenAiStream stream, ImageLinks links, PartialRelay partials)
{
    public async Task<IResult> RunAsync(
        GenerationRequest request, OpenAiDelivery delivery, Principal caller, string? key, HttpContext http, CancellationToken cancellationToken)
    {
        if (delivery.Partials > 0)
        {
            request = request with { Partials = partials.Open(delivery.Partials) };
            http.Response.RegisterForDispose(request.Partials);
        }

        var making = operation.RunAsync(request, caller, key, QuoteHeader.Read(http.Request), cancellationToken);
        if (delivery.Streams)
            return new Streamed(stream, making, request.Partials, delivery);
        return await making switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => await AnswerAsync(outcome, delivery, http, cancellationToken),
            var result => Failed(result, http),
        };
    }

    /// <summary>Why there is nothing.</summary>
    public static ApiFailure FailureOf(StartResult result) => result switch
    {
        StartResult.Ended { Outcome: var outcome } => new ApiFailure(outcome.Error)
        {
            RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        StartResult.Refused refused => refused.Failure,
        StartResult.StillRunning => new ApiFailure(ErrorCodes.StillRunning),
        _ => new ApiFailure(ErrorCodes.Internal),
    };

    /// <summary>Who made it, and where it is other than was asked for.</summary>
    public static void SetHeaders(HttpResponse response, JobOutcome outcome, OpenAiDelivery delivery)
    {
        response.Headers["X-Provider"] = outcome.Provider;
        response.Headers["X-Model"] = outcome.Model;
        if (outcome.Warnings.Concat(delivery.Warnings).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } warnings)
            response.Headers["X-Generation-Warnings"] = string.Join(", ", warnings);
    }

    private async Task<IResult> AnswerAsync(JobOutcome outcome, OpenAiDelivery delivery, HttpContext http, CancellationToken cancellationToken)
    {
        var urls = delivery.AsUrl
            ? outcome.Images.Select(image => image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http.Request) : image.InlineUrl).ToList()
            : [];
        if (urls.Any(static url => url is null))
            return (FailureResult)ErrorCodes.ResultNotKept;
        var (read, failure) = delivery.AsUrl ? ([], null) : await files.ReadAsync(outcome, delivery, http.Response, cancellationToken);
        if (failure is not null)
            return (FailureResult)failure;
        SetHeaders(http.Response, outcome, delivery);
        return new Written(outcome, delivery, read, urls!);
    }

    private static FailureResult Failed(StartResult result, HttpContext http)
    {
        if (result is StartResult.StillRunning running)
            http.Response.Headers.Location = $"/v1/generations/{JobIds.ToWire(running.JobId)}";
        return FailureOf(result);
    }

    private sealed class Written(JobOutcome outcome, OpenAiDelivery delivery, IReadOnlyList<SpooledFile> files, IReadOnlyList<string> urls) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json";
            return new OpenAiWriter(httpContext.Response.BodyWriter, delivery).WriteAsync(outcome, files, urls, httpContext.RequestAborted);
        }
    }

    private sealed class Streamed(OpenAiStream stream, Task<StartResult> making, PartialFeed? feed, OpenAiDelivery delivery) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => stream.RunAsync(making, feed, delivery, httpContext);
    }
}
