using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/video/image-to-video</c> reads.</summary>
/// <param name="Image">The first frame: base64 with or without a <c>data:</c> prefix, an http(s) address, or the key of an image of the caller's own; PNG, JPEG or WebP.</param>
/// <param name="Prompt">What happens, 1 to 2,000 characters after trimming.</param>
/// <param name="NegativePrompt">At most 1,000 characters.</param>
/// <param name="Settings">Without an aspect ratio the video has the image's, or what the model makes that is nearest.</param>
internal sealed record LabImageVideoRequest(InlineImage? Image, string? Prompt, string? NegativePrompt, LabVideoSettings? Settings, long? Seed);

internal static class LabImageVideo
{
    public static async Task<Results<Ok<LabVideoResult>, FailureResult>> HandleAsync(
        LabImageVideoRequest body, Caller caller, HttpContext http, InputFields fields, OrderLabVideo operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation.RunAsync(
                new LabVideoRequest(body.Prompt, body.NegativePrompt, body.Settings, body.Seed), caller, http,
                async (validation, cancel) =>
                {
                    var image = await fields.ReadAsync("image", body.Image, http, validation, cancel);
                    http.ReleaseBody();
                    return image;
                },
                cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
