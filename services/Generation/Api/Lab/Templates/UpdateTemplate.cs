using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Templates;

internal static class UpdateTemplate
{
    public static async Task<Results<Ok<SavedTemplateAnswer>, FailureResult>> HandleAsync(
        string id, TemplateRequest body, Caller caller, TemplateReader reader, TemplateStore store, CancellationToken cancellationToken)
    {
        if (!TemplateId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidTemplateId;
        var validation = new RequestValidation();
        reader.Check(body, isNew: false, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await store.UpdateAsync(caller.AccountId, known, body.Over, cancellationToken) is { } template
            ? TypedResults.Ok(new SavedTemplateAnswer(Success: true, TemplateView.Of(template, caller.AccountId)))
            : (FailureResult)ErrorCodes.TemplateNotFound;
    }
}
