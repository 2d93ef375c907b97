using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Quotes;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.V1;

internal static class CreateVideoQuote
{
    public static async Task<Results<Created<QuoteView>, FailureResult>> HandleAsync(
        CreateVideoRequest body, Caller caller, HttpRequest http, VideoReader reader, MakeQuote operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http, validation);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : CreateQuote.Answer(await operation.RunAsync(request, caller.AccountId, cancellationToken));
    }
}
