using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

internal static class CreateProject
{
    public static async Task<Results<Ok<SavedProjectAnswer>, FailureResult>> HandleAsync(
        ProjectRequest body, Caller caller, ProjectReader reader, ProjectStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        reader.Check(body, isNew: true, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await store.CreateAsync(caller.AccountId, body.Over(ProjectContent.Empty), cancellationToken) is { } project
            ? TypedResults.Ok(new SavedProjectAnswer(Success: true, ProjectView.Of(project)))
            : (FailureResult)ErrorCodes.ProjectLimitReached;
    }
}
