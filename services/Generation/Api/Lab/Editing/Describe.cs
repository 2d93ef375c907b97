using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Editing;

/// <summary>What <c>POST /api/generate/describe</c> reads.</summary>
/// <param name="Image">Base64, an http(s) address, or the key of an image of the caller's own.</param>
/// <param name="ImageKey">The same, under the name that clients use for a key.</param>
/// <param name="Mode"><c>describe</c> (default), or <c>reverse_prompt</c>: a prompt that would make such an image.</param>
/// <param name="DetailLevel"><c>brief</c>, <c>standard</c> (default) or <c>detailed</c>.</param>
/// <param name="IncludeTags">Whether tags are wanted; default true.</param>
/// <param name="Language"><c>en</c> (default) or <c>zh</c>.</param>
internal sealed record DescribeRequest(InlineImage? Image, InlineImage? ImageKey, string? Mode, string? DetailLevel, bool? IncludeTags, string? Language);

/// <summary>What it answers.</summary>
/// <param name="Description">What is seen, or the prompt.</param>
/// <param name="Tags">At most ten words; empty when none were asked for.</param>
internal sealed record DescribeView(bool Success, string Description, IReadOnlyList<string> Tags, string Mode, string DetailLevel, string Language, string Provider, string Model);

internal static class Describe
{
    private static readonly string[] Languages = ["en", "zh"];

    public static async Task<Results<Ok<DescribeView>, FailureResult>> HandleAsync(
        DescribeRequest body, Caller caller, HttpContext http, InputFields fields, DescribeImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var wish = new ImageDescription(body.Mode ?? ImageDescription.Modes[0], body.DetailLevel ?? "standard", body.IncludeTags ?? true, body.Language ?? Languages[0]);
        validation.OneOf("mode", wish.Mode, ImageDescription.Modes);
        validation.OneOf("detail_level", wish.Detail, ImageDescription.Details);
        validation.OneOf("language", wish.Language, Languages);
        try
        {
            var image = await fields.ReadAsync(body.Image is null && body.ImageKey is not null ? "image_key" : "image", body.Image ?? body.ImageKey, http, validation, cancellationToken);
            http.ReleaseBody();
            if (validation.Failed)
                return (FailureResult)validation.Failure;
            var (described, failure) = await operation.RunAsync(image!, wish, caller.AccountId, cancellationToken);
            return described is null
                ? (FailureResult)failure!
                : TypedResults.Ok(new DescribeView(
                    Success: true, described.Text, described.Tags, wish.Mode, wish.Detail, wish.Language, described.Provider, described.Model));
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
