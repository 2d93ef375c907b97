using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Prompts;

internal static class DeletePrompt
{
    /// <param name="id">Of one of the caller's own.</param>
    /// <param name="category"><c>custom</c> unless given, and nothing else can be deleted.</param>
    /// <param name="language">One that clients know; the id alone says which prompt it is.</param>
    public static async Task<Results<Ok<DoneView>, FailureResult>> HandleAsync(
        string id, string? category, string? language, Caller caller, HttpContext http, PromptOwners owners, PromptLibrary library, PromptStore store,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var from = ListQuery.OneOf(validation, "category", category, PromptLibrary.CategoryNames, PromptLibrary.Custom);
        ListQuery.OneOf(validation, "language", language, Languages.All, Languages.English);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        if (from != PromptLibrary.Custom || library.Has(id))
            return (FailureResult)ErrorCodes.PromptNotCustom;
        return Guid.TryParseExact(id, "D", out var own) && await store.DeleteAsync(owners.Of(caller.Principal, http), own, cancellationToken)
            ? TypedResults.Ok(new DoneView(Success: true, "Prompt deleted successfully"))
            : (FailureResult)ErrorCodes.PromptNotFound;
    }
}
