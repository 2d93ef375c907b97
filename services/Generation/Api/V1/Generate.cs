using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters.</param>
/// <param name="Size">One of <see cref="ImageSizes"/>; default <c>1024x1024</c>.</param>
/// <param name="Style"><c>natural</c> (default) or <c>artistic</c>.</param>
/// <param name="N">How many images, 1 to 4; default 1.</param>
internal sealed record GenerateRequest(string? Prompt, string? Size, string? Style, int? N);

/// <summary>What it answers. <see cref="Images"/> is there when more than one was asked for.</summary>
internal sealed record GenerateResponse(string Id, string Url, string Prompt, DateTimeOffset CreatedAt)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GeneratedImage>? Images { get; init; }
}

/// <summary>One image of the answer.</summary>
internal sealed record GeneratedImage(string Url);

internal static class Generate
{
    private const int MaxPrompt = 2_000;
    private const int MaxImages = 4;
    private static readonly string[] Styles = ["natural", "artistic"];

    public static async Task<Results<Created<GenerateResponse>, FailureResult>> HandleAsync(
        GenerateRequest body, Caller caller, HttpContext http, GenerateImages operation, ImageLinks links, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        validation.Text("prompt", body.Prompt, 1, MaxPrompt);
        validation.OneOf("size", body.Size, ImageSizes.Names);
        validation.OneOf("style", body.Style, Styles);
        validation.Range("n", body.N ?? 1, 1, MaxImages);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var (width, height) = ImageSizes.Parse(body.Size ?? ImageSizes.Default);
        var request = new GenerationRequest(
            body.Prompt!, width, height, body.N ?? 1, body.Style ?? "natural", "basic", "saas",
            Pin(http.Request, "X-Provider"), Pin(http.Request, "X-Model"));
        return await operation.RunAsync(request, caller.Principal, key, cancellationToken) switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => Answer(http, links, outcome, request.Count),
            StartResult.Ended ended => Failed(ended.Outcome),
            StartResult.Refused refused => (FailureResult)refused.Failure,
            StartResult.StillRunning running => StillRunning(http, running.JobId),
            _ => (FailureResult)ErrorCodes.Internal,
        };
    }

    private static Results<Created<GenerateResponse>, FailureResult> Answer(HttpContext http, ImageLinks links, JobOutcome outcome, int asked)
    {
        var urls = outcome.Images.Select(image => image.IsKept ? links.UrlOf(outcome.JobId, image.Image, http.Request) : image.InlineUrl).ToList();
        if (urls.Any(static url => url is null))
            return (FailureResult)ErrorCodes.ResultNotKept;
        var headers = http.Response.Headers;
        headers["X-Provider"] = outcome.Provider;
        headers["X-Model"] = outcome.Model;
        if (outcome.Warnings.Count > 0)
            headers["X-Generation-Warnings"] = string.Join(", ", outcome.Warnings);
        var id = JobIds.ToWire(outcome.JobId);
        return TypedResults.Created($"/v1/generations/{id}", new GenerateResponse(id, urls[0]!, outcome.Prompt, outcome.CreatedAt)
        {
            Images = asked > 1 ? [.. urls.Select(static url => new GeneratedImage(url!))] : null,
        });
    }

    private static FailureResult Failed(JobOutcome outcome) => new ApiFailure(outcome.Error)
    {
        RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static FailureResult StillRunning(HttpContext http, Guid jobId)
    {
        http.Response.Headers.Location = $"/v1/generations/{JobIds.ToWire(jobId)}";
        return ErrorCodes.StillRunning;
    }

    private static string? Pin(HttpRequest request, string header) =>
        request.Headers[header].ToString() is { Length: > 0 and <= 100 } value ? value : null;
}
