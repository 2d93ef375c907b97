using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Kie;

internal static class KieGenerate
{
    public static async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> HandleAsync(
        KieGenerateRequest body, Caller caller, HttpContext http, KieReader reader, MakeKieImage operation, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var request = reader.Read(body, http.Request, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        return validation.Failed
            ? (FailureResult)validation.Failure
            : await operation.RunAsync(request, body.CallbackUrl, caller.Principal, key, http, cancellationToken);
    }
}
