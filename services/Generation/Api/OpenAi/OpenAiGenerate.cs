using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

internal static class OpenAiGenerate
{
    public static async Task<IResult> HandleAsync(
        OpenAiImageRequest body, Caller caller, HttpContext http, OpenAiReader reader, MakeOpenAiImages operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var delivery = OpenAiDeliveryReader.Read(body, "image_generation", request.Model is not null, fidelity: null, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : await operation.RunAsync(request, delivery, caller.Principal, key, http, cancellationToken);
    }
}
