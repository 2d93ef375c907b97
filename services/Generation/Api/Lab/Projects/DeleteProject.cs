using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Projects;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Projects;

/// <summary>Its images stay in the history.</summary>
internal static class DeleteProject
{
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, Caller caller, ProjectStore store, CancellationToken cancellationToken)
    {
        if (!LabIds.TryParse(id, out var known))
            return (FailureResult)LabIds.Invalid("project");
        return await store.DeleteAsync(caller.AccountId, known, cancellationToken)
            ? TypedResults.Ok(new DoneView(Success: true, "Project deleted successfully"))
            : (FailureResult)ErrorCodes.ProjectNotFound;
    }
}
