using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>What <c>POST /v1/edit</c> reads.</summary>
/// <param name="Image">Base64 with or without a <c>data:</c> prefix, an http(s) address, or the id of an image of the account's own; PNG, JPEG or WebP, at most 20 MiB and 32 megapixels.</param>
/// <param name="Prompt">What shall become of it, 1 to 2,000 characters.</param>
/// <param name="Mask">As the image, of the same shape: it may be changed where the mask is transparent, or white when nothing of it is transparent.</param>
/// <param name="Size">One of <see cref="ImageSizes"/>; without one the result has the image's shape and about a megapixel.</param>
/// <param name="N">How many images, 1 to 4; default 1.</param>
/// <param name="Seed">0 to 2,147,483,647: the same one gives the same images on models that take it.</param>
/// <param name="FallbackOnRefusal">Whether another provider may be asked after one refused by its safety rules; default false.</param>
/// <param name="Async">Whether to answer at once, with where the result will be; default false.</param>
internal sealed record EditRequest(
    InlineImage? Image, string? Prompt, InlineImage? Mask = null, string? Size = null, int? N = null, long? Seed = null, bool? FallbackOnRefusal = null, bool? Async = null);

internal static class Edit
{
    public static async Task<Results<Created<GenerateResponse>, Accepted<JobAcceptedView>, FailureResult>> HandleAsync(
        EditRequest body, Caller caller, HttpContext http, EditReader reader, MakeImages operation, CancellationToken cancellationToken)
    {
        try
        {
            var validation = new RequestValidation();
            var request = await reader.ReadAsync(body, http, validation, cancellationToken);
            var key = IdempotencyHeader.Read(http.Request, validation);
            return validation.Failed
                ? (FailureResult)validation.Failure
                : await operation.RunAsync(request, body.Async, caller.Principal, key, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
