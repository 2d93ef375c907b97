using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>What <c>POST /api/generate/outpaint</c> reads. Either a mask or an aspect ratio says where to.</summary>
/// <param name="Image">Base64, an http(s) address, or the key of an image of the caller's own; with a mask it has the empty margin already.</param>
/// <param name="ImageKey">The same, under the name that clients use for a key.</param>
/// <param name="Mask">Of the image's shape: transparent, or white, where the margin is to be filled.</param>
/// <param name="MaskKey">The same.</param>
/// <param name="Prompt">What the margin shall show, at most 2,000 characters; may be left out.</param>
/// <param name="Settings">Its aspect ratio is the shape that the image is continued to.</param>
internal sealed record OutpaintRequest(InlineImage? Image, InlineImage? ImageKey, InlineImage? Mask, InlineImage? MaskKey, string? Prompt, LabSettings? Settings);

internal static class Outpaint
{
    private const string Continue = "Continue this image beyond its edges until it fills the new frame. Leave everything that is there exactly as it is, at the same scale. Show there:";

    public static Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        OutpaintRequest body, Caller caller, HttpContext http, EditImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var images = new List<EditedImage> { new(body.Image is null && body.ImageKey is not null ? "image_key" : "image", body.Image ?? body.ImageKey) };
        if ((body.Mask ?? body.MaskKey) is { } mask)
            images.Add(new EditedImage(body.Mask is null ? "mask_key" : "mask", mask, IsMask: true));
        else if (body.Settings?.AspectRatio is null)
            validation.Add("settings -> aspect_ratio", "missing", "Either a mask or an aspect ratio is required");
        return operation.RunAsync(
            new ImageEdit("outpaint", "prompt", body.Prompt, Continue, body.Settings, images) { UsualPrompt = "more of the same" }, validation, caller, http, cancellationToken);
    }
}
