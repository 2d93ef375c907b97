using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Projects;

internal static class GetProject
{
    public static async Task<Results<Ok<ProjectAnswer>, FailureResult>> HandleAsync(
        string id, Caller caller, ProjectStore store, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var known))
            return (FailureResult)LabIds.Invalid("project");
        return await store.FindAsync(caller.AccountId, known, cancellationToken) is { } project
            ? TypedResults.Ok(new ProjectAnswer(ProjectView.Of(project)))
            : (FailureResult)ErrorCodes.ProjectNotFound;
    }
}
