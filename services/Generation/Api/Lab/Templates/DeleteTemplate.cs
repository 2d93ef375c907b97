using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Templates;

internal static class DeleteTemplate
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, Caller caller, TemplateStore store, CancellationToken cancellationToken)
    {
        if (!TemplateId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidTemplateId;
        return await store.DeleteAsync(caller.AccountId, known, cancellationToken)
            ? TypedResults.Ok(new DoneView(Success: true, "Template deleted successfully"))
            : (FailureResult)ErrorCodes.TemplateNotFound;
    }
}
