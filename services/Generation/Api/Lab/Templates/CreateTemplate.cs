using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Templates;

internal static class CreateTemplate
{
    public static async Task<Results<Ok<SavedTemplateAnswer>, FailureResult>> HandleAsync(
        TemplateRequest body, Caller caller, TemplateReader reader, TemplateStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        reader.Check(body, isNew: true, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var made = await store.CreateAsync(caller.AccountId, body.Over(TemplateContent.Empty), cancellationToken);
        return TypedResults.Ok(new SavedTemplateAnswer(Success: true, TemplateView.Of(made, caller.AccountId)));
    }
}
