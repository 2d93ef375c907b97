using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters.</param>
/// <param name="Size">One of <see cref="ImageSizes"/>; default <c>1024x1024</c>.</param>
/// <param name="Style"><c>natural</c> (default) or <c>artistic</c>.</param>
/// <param name="N">How many images, 1 to 4; default 1.</param>
/// <param name="Seed">0 to 2,147,483,647: the same one gives the same images on models that take it.</param>
/// <param name="NegativePrompt">What shall not be seen, 1 to 1,000 characters.</param>
/// <param name="FallbackOnRefusal">Whether another provider may be asked after one refused by its safety rules; default false.</param>
/// <param name="Async">Whether to answer at once, with where the result will be; default false. <c>Prefer: respond-async</c> says the same.</param>
internal sealed record GenerateRequest(
    string? Prompt, string? Size, string? Style, int? N, long? Seed = null, string? NegativePrompt = null, bool? FallbackOnRefusal = null, bool? Async = null);

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
    public static async Task<Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult>> HandleAsync(
        GenerateRequest body, Caller caller, HttpContext http, GenerateReader reader, MakeImages operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : await operation.RunAsync(request, body.Async, caller.Principal, key, http, cancellationToken);
    }
}
