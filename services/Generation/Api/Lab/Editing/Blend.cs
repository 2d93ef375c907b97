using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Inputs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>What <c>POST /api/generate/blend</c> reads.</summary>
/// <param name="ImageKeys">2 to 4: keys of images of the caller's own, addresses, or base64.</param>
/// <param name="BlendPrompt">How they shall become one, at most 2,000 characters; may be left out.</param>
/// <param name="Settings">Without an aspect ratio the result has the first image's.</param>
internal sealed record BlendRequest(IReadOnlyList<InlineImage?>? ImageKeys, string? BlendPrompt, LabSettings? Settings);

internal static class Blend
{
    private const int Fewest = 2;
    private const int Most = 4;
    private const string Instruction = "Make one image of these, in which each of them can be recognised:";

    public static Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        BlendRequest body, Caller caller, HttpContext http, EditImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var keys = body.ImageKeys ?? [];
        if (body.ImageKeys is null)
            validation.Add("image_keys", "missing", "Field required");
        else if (keys.Count is < Fewest or > Most)
            validation.Add("image_keys", "value_error", string.Create(CultureInfo.InvariantCulture, $"List should have {Fewest} to {Most} items, not {keys.Count}"));
        return operation.RunAsync(
            new ImageEdit(
                "blend", "blend_prompt", body.BlendPrompt, Instruction, body.Settings,
                [.. keys.Take(Most).Select(static (key, index) => new EditedImage(string.Create(CultureInfo.InvariantCulture, $"image_keys -> {index}"), key))])
            {
                UsualPrompt = "a natural scene",
            },
            validation, caller, http, cancellationToken);
    }
}
