using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What <c>POST /api/nano-banana/image-to-image</c> reads: what <see cref="KieGenerateRequest"/> has, and an image.</summary>
/// <param name="InputImage">Base64 with or without a <c>data:</c> prefix, or an http(s) address; JPEG, PNG or WebP, at most 10 MB.</param>
internal sealed record KieImageRequest(
    string? Prompt,
    InlineImage? InputImage,
    [property: JsonPropertyName("aspectRatio")] string? AspectRatio = null,
    string? Style = null,
    [property: JsonPropertyName("callbackUrl")] string? CallbackUrl = null);

internal static class KieImageToImage
{
    private const string Missing = "Prompt and input_image are required";
    private const int MaxImage = 10 * 1024 * 1024;

    public static async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> HandleAsync(
        KieImageRequest body, Caller caller, HttpContext http, KieReader reader, InputFields fields, MakeKieImage operation, CancellationToken cancellationToken)
    {
        try
        {
            var validation = new RequestValidation();
            var request = reader.Read(new KieGenerateRequest(body.Prompt, body.AspectRatio, body.Style, body.CallbackUrl), http.Request, validation, Missing);
            InputImage? image = null;
            if (body.InputImage is null)
                validation.Add("input_image", "missing", Missing);
            else
                image = await fields.ReadAsync("input_image", body.InputImage, http, validation, cancellationToken, MaxImage);
            http.ReleaseBody();
            var key = IdempotencyHeader.Read(http.Request, validation);
            return validation.Failed
                ? (FailureResult)validation.Failure
                : await operation.RunAsync(request.Bringing([image!]) with { Mode = "edit" }, body.CallbackUrl, caller.Principal, key, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
