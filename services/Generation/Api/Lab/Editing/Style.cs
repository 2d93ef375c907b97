using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>What <c>POST /api/generate/style</c> reads.</summary>
/// <param name="ContentImageKey">What shall be seen: the key of an image of the caller's own, an address, or base64.</param>
/// <param name="StylePrompt">How it shall look, 1 to 2,000 characters.</param>
/// <param name="Settings">Without an aspect ratio the result has the image's.</param>
internal sealed record StyleRequest(InlineImage? ContentImageKey, string? StylePrompt, LabSettings? Settings);

internal static class Style
{
    private const string Instruction = "Make this image anew in the following style. Keep what it shows and how it is composed:";

    public static Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        StyleRequest body, Caller caller, HttpContext http, EditImage operation, CancellationToken cancellationToken) => operation.RunAsync(
            new ImageEdit("style", "style_prompt", body.StylePrompt, Instruction, body.Settings, [new EditedImage("content_image_key", body.ContentImageKey)]),
            new RequestValidation(), caller, http, cancellationToken);
}
