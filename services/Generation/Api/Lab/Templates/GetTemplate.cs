using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Templates;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Templates;

internal static class GetTemplate
{
    public static async Task<Results<Ok<TemplateAnswer>, FailureResult>> HandleAsync(
        string id, Caller caller, TemplateStore store, CancellationToken cancellationToken)
    {
        if (!TemplateId.TryParse(id, out var known))
            return (FailureResult)ErrorCodes.InvalidTemplateId;
        return await store.FindAsync(caller.AccountId, known, cancellationToken) is { } template
            ? TypedResults.Ok(new TemplateAnswer(TemplateView.Of(template, caller.AccountId)))
            : (FailureResult)ErrorCodes.TemplateNotFound;
    }
}
