using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.FileNames;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

internal static class TextToImage
{
    private const int MinPrompt = 3;
    private const int MaxPrompt = 2_000;

    public static async Task<Results<Ok<BanatieAnswer>, FailureResult>> HandleAsync(
        TextToImageRequest body, Caller caller, HttpContext http, BanatieReader reader, MakeBanatieImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var prompt = BanatieReader.Prompt(body.Prompt, MinPrompt, MaxPrompt, validation);
        var fileName = BanatieReader.FileName(body.Filename, validation);
        var options = EnhancementReader.Read(body.EnhancementOptions, validation);
        var request = reader.Image(prompt, fileName, body.AutoEnhance ?? false, options, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : await operation.RunAsync(request, FileNaming.Plain, key, caller.Principal, http, cancellationToken);
    }
}
