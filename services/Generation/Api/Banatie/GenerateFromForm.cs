using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.FileNames;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary><c>POST /api/generate</c> as a form: an image from a prompt and up to three files.</summary>
internal static class GenerateFromForm
{
    private const int MinPrompt = 1;
    public const int MaxPrompt = 5_000;

    public static async Task<Results<Ok<BanatieAnswer>, FailureResult>> HandleAsync(
        Caller caller, HttpContext http, FormReader forms, BanatieReader reader, MakeBanatieImage operation, CancellationToken cancellationToken)
    {
        try
        {
            var validation = new RequestValidation();
            if (await forms.ReadAsync(http, validation, cancellationToken) is not { } form)
                return (FailureResult)ErrorCodes.MalformedRequest;
            var prompt = BanatieReader.Prompt(form.Find("prompt"), MinPrompt, MaxPrompt, validation);
            var fileName = BanatieReader.CleanFileName(form.Find("filename"), validation);
            var enhance = FormOptions.Flag(form, "autoEnhance", validation);
            var options = EnhancementReader.Read(FormOptions.Read(form, validation), validation);
            var request = reader.Image(prompt, fileName, enhance, options, http.Request, validation);
            var key = IdempotencyHeader.Read(http.Request, validation);
            return validation.Failed
                ? (FailureResult)validation.Failure
                : await operation.RunAsync(form.Images.Count == 0 ? request : request.Bringing(form.Images), FileNaming.Dated, key, caller.Principal, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
