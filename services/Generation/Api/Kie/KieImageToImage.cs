using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What <c>POST /api/nano-banana/image-to-image</c> reads: what <see cref="KieGenerateRequest"/> has, and images.</summary>
/// <param name="InputImage">One, or a list of up to five: base64 with or without a <c>data:</c> prefix, or an http(s) address; JPEG, PNG or WebP, at most 10 MB each.</param>
internal sealed record KieImageRequest(
    string? Prompt,
    KieInputImages? InputImage,
    [property: JsonPropertyName("aspectRatio")] string? AspectRatio = null,
    string? Style = null,
    [property: JsonPropertyName("callbackUrl")] string? CallbackUrl = null);

internal static class KieImageToImage
{
    private const string Field = "input_image";
    private const string Missing = "Prompt and input_image are required";
    private const int MaxImage = 10 * 1024 * 1024;

    public static async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> HandleAsync(
        KieImageRequest body, Caller caller, HttpContext http, KieReader reader, InputFields fields, MakeKieImage operation, CancellationToken cancellationToken)
    {
        try
        {
            var validation = new RequestValidation();
            var request = reader.Read(new KieGenerateRequest(body.Prompt, body.AspectRatio, body.Style, body.CallbackUrl), http.Request, validation, Missing);
            var images = await ReadAsync(body.InputImage, fields, http, validation, cancellationToken);
            http.ReleaseBody();
            var key = IdempotencyHeader.Read(http.Request, validation);
            return validation.Failed
                ? (FailureResult)validation.Failure
                : await operation.RunAsync(request.Bringing(images) with { Mode = "edit" }, body.CallbackUrl, caller.Principal, key, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }

    /// <summary>All that can be used; what cannot is said by the validation.</summary>
    private static async Task<List<InputImage>> ReadAsync(
        KieInputImages? sent, InputFields fields, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var read = new List<InputImage>();
        if (sent is not { Images.Count: > 0 })
            validation.Add(Field, "missing", Missing);
        else if (sent.Images.Count > KieInputImages.Most)
            validation.Add(Field, "too_long", $"List should have at most {KieInputImages.Most} items");
        else
        {
            for (var i = 0; i < sent.Images.Count; i++)
            {
                var field = sent.IsList ? string.Create(CultureInfo.InvariantCulture, $"{Field}[{i}]") : Field;
                if (await fields.ReadAsync(field, sent.Images[i], http, validation, cancellationToken, MaxImage) is { } image)
                    read.Add(image);
            }
        }

        return read;
    }
}
