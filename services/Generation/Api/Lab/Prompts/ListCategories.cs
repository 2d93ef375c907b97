using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab.Prompts;

internal static class ListCategories
{
    /// <param name="language"><c>en</c> unless given, <c>zh-CN</c>, <c>zh-TW</c> or <c>ja</c>.</param>
    public static async Task<Results<Ok<IReadOnlyList<CategoryView>>, FailureResult>> HandleAsync(
        string? language, Caller caller, HttpContext http, PromptOwners owners, PromptLibrary library, PromptStore store, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var known = ListQuery.OneOf(validation, "language", language, Languages.All, Languages.English);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var kept = await store.CountAsync(owners.Of(caller.Principal, http), known, cancellationToken);
        return TypedResults.Ok(CategoryView.All(library, known, kept));
    }
}
