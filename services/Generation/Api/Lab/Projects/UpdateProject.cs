using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Projects;

internal static class UpdateProject
{
    public static async Task<Results<Ok<SavedProjectAnswer>, FailureResult>> HandleAsync(
        string id, ProjectRequest body, Caller caller, ProjectReader reader, ProjectStore store, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var known))
            return (FailureResult)LabIds.Invalid("project");
        var validation = new RequestValidation();
        reader.Check(body, isNew: false, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        return await store.UpdateAsync(caller.AccountId, known, body.Over, cancellationToken) is { } project
            ? TypedResults.Ok(new SavedProjectAnswer(Success: true, ProjectView.Of(project)))
            : (FailureResult)ErrorCodes.ProjectNotFound;
    }
}
