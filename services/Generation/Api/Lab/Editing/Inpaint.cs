using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>What <c>POST /api/generate/inpaint</c> reads.</summary>
/// <param name="Image">Base64, an http(s) address, or the key of an image of the caller's own.</param>
/// <param name="ImageKey">The same, under the name that clients use for a key.</param>
/// <param name="Prompt">1 to 2,000 characters; may be left out where something is removed.</param>
/// <param name="Mask">Of the image's shape: transparent, or white, where it may be changed.</param>
/// <param name="MaskKey">The same.</param>
/// <param name="MaskMode"><c>user_provided</c> (default with a mask), <c>foreground</c>, <c>background</c> or <c>semantic</c> (default without one: what the prompt names).</param>
/// <param name="RemoveMode">Whether what is marked shall go, instead of becoming what the prompt says; default false.</param>
/// <param name="MaskDilation">By how much of the longer side a mask is widened, 0 (default) to 1.</param>
/// <param name="Settings">Without an aspect ratio the result has the image's.</param>
internal sealed record InpaintRequest(
    InlineImage? Image, InlineImage? ImageKey, string? Prompt, InlineImage? Mask, InlineImage? MaskKey, string? MaskMode, bool? RemoveMode, double? MaskDilation,
    LabSettings? Settings);

internal static class Inpaint
{
    private const string ByMask = "user_provided";
    private const string Foreground = "foreground";
    private const string Background = "background";
    private const string Semantic = "semantic";
    private static readonly string[] Modes = [ByMask, Foreground, Background, Semantic];

    public static Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        InpaintRequest body, Caller caller, HttpContext http, EditImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var mask = body.Mask ?? body.MaskKey;
        var mode = body.MaskMode ?? (mask is null ? Semantic : ByMask);
        validation.OneOf("mask_mode", mode, Modes);
        if (body.MaskDilation is not (null or >= 0 and <= 1))
            validation.Add("mask_dilation", "value_error", "Input should be from 0 to 1");
        if (mask is not null && mode != ByMask)
            validation.Add("mask", "value_error", $"A mask goes with mask_mode '{ByMask}' only");
        var images = new List<EditedImage> { new(body.Image is null && body.ImageKey is not null ? "image_key" : "image", body.Image ?? body.ImageKey) };
        if (mode == ByMask)
            images.Add(new EditedImage(body.MaskKey is null ? "mask" : "mask_key", mask, IsMask: true, body.MaskDilation ?? 0));
        var isRemoval = body.RemoveMode ?? false;
        return operation.RunAsync(
            new ImageEdit("inpaint", "prompt", body.Prompt, InstructionFor(mode, isRemoval), body.Settings, images) { UsualPrompt = isRemoval && mode != Semantic ? UsualRemoval(mode) : null },
            validation, caller, http, cancellationToken);
    }

    private static string UsualRemoval(string mode) => mode switch
    {
        Foreground => "the main subject",
        Background => "the background",
        _ => "what is marked",
    };

    private static string? InstructionFor(string mode, bool isRemoval) => (mode, isRemoval) switch
    {
        (Foreground, false) => "Change only the main subject of this image and leave the background exactly as it is:",
        (Background, false) => "Change only the background of this image and leave the main subject exactly as it is:",
        (Semantic, false) => "Change only what is named here and leave everything else of this image exactly as it is:",
        (_, true) => "Remove the following from this image, fill its place with what would be seen there, and leave everything else exactly as it is:",
        _ => null,
    };
}
