using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The call for images from images, in the two forms that its body may have.</summary>
internal static class OpenAiEdit
{
    public static readonly string[] Fidelities = ["high", "low"];

    public static Task<IResult> HandleAsync(
        OpenAiEditRequest body, Caller caller, HttpContext http, OpenAiEditImages images, OpenAiReader reader, MakeOpenAiImages operation,
        CancellationToken cancellationToken) => RunAsync(
            async validation =>
            {
                var inputs = await images.ReadAsync(body, http, validation, cancellationToken);
                http.ReleaseBody();
                return (body, inputs);
            },
            caller, http, reader, operation, cancellationToken);

    public static Task<IResult> HandleFormAsync(
        Caller caller, HttpContext http, OpenAiForm form, OpenAiReader reader, MakeOpenAiImages operation, CancellationToken cancellationToken) =>
        RunAsync(validation => form.ReadAsync(http, validation, cancellationToken), caller, http, reader, operation, cancellationToken);

    private static async Task<IResult> RunAsync(
        Func<RequestValidation, Task<(OpenAiEditRequest Body, IReadOnlyList<InputImage> Inputs)>> readAsync,
        Caller caller, HttpContext http, OpenAiReader reader, MakeOpenAiImages operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        try
        {
            var (body, inputs) = await readAsync(validation);
            var request = reader.Read(body, http.Request, validation);
            validation.OneOf("input_fidelity", body.InputFidelity, Fidelities);
            var delivery = OpenAiDeliveryReader.Read(body, "image_edit", request.Model is not null, body.InputFidelity, validation);
            var key = IdempotencyHeader.Read(http.Request, validation);
            if (validation.Failed)
                return (FailureResult)validation.Failure;
            request = request with { Mode = "edit", Inputs = inputs, SizedAsInput = OpenAiSize.IsFree(body.Size) };
            return await operation.RunAsync(request, delivery, caller.Principal, key, http, cancellationToken);
        }
        catch (ImageStoreException)
        {
            return (FailureResult)ErrorCodes.StorageUnavailable;
        }
        catch (MalformedFormException)
        {
            return (FailureResult)ErrorCodes.MalformedRequest;
        }
    }
}
