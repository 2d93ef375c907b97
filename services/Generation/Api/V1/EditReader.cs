using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

/// <summary>Reads what <c>POST /v1/edit</c> is asked, and finds all that is wrong with it.</summary>
internal sealed class EditReader(GenerateReader generate, InputFields fields)
{
    /// <summary>The request; only to be used when the validation has not failed.</summary>
    public async Task<GenerationRequest> ReadAsync(EditRequest body, HttpContext http, RequestValidation validation, CancellationToken cancellationToken)
    {
        var inputs = new List<InputImage?> { await fields.ReadAsync("image", body.Image, http, validation, cancellationToken) };
        if (body.Mask is { } mask && await fields.ReadAsync("mask", mask, http, validation, cancellationToken) is { } read)
            inputs.Add(read with { IsMask = true });
        http.ReleaseBody();
        var like = new GenerateRequest(body.Prompt, body.Size, Style: null, body.N, body.Seed, FallbackOnRefusal: body.FallbackOnRefusal);
        return generate.Read(like, http.Request, validation) with
        {
            Mode = "edit",
            Inputs = [.. inputs.OfType<InputImage>()],
            SizedAsInput = body.Size is null,
        };
    }
}
