using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Makes an image from text and images, in the words of Google's clients.</summary>
internal static class GeminiGenerate
{
    public static Task<IResult> HandleAsync(
        string model, GeminiCall body, Caller caller, HttpContext http, GeminiCatalogue catalogue, GeminiReader reader, MakeGeminiImage operation,
        CancellationToken cancellationToken) => RunAsync(GeminiFraming.Single, model, body, caller, http, catalogue, reader, operation, cancellationToken);

    /// <param name="alt"><c>sse</c> for a stream of server-sent events; otherwise a list.</param>
    public static Task<IResult> HandleStreamAsync(
        string model, string? alt, GeminiCall body, Caller caller, HttpContext http, GeminiCatalogue catalogue, GeminiReader reader, MakeGeminiImage operation,
        CancellationToken cancellationToken) => RunAsync(
            alt == "sse" ? GeminiFraming.Event : GeminiFraming.List, model, body, caller, http, catalogue, reader, operation, cancellationToken);

    private static async Task<IResult> RunAsync(
        GeminiFraming framing, string model, GeminiCall body, Caller caller, HttpContext http, GeminiCatalogue catalogue, GeminiReader reader, MakeGeminiImage operation,
        CancellationToken cancellationToken)
    {
        var id = GeminiEndpoints.IdOf(model, http);
        if (catalogue.Find(id) is not { } known)
            return (FailureResult)catalogue.Missing(id);
        try
        {
            var validation = new RequestValidation();
            var request = await reader.ReadAsync(body, known, http, validation, cancellationToken);
            var key = IdempotencyHeader.Read(http.Request, validation);
            http.ReleaseBody();
            return validation.Failed
                ? (FailureResult)validation.Failure
                : await operation.RunAsync(request, caller.Principal, key, framing, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
    }
}
