using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Prompts;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Prompts;

/// <param name="IsFavorite">What it is now.</param>
internal sealed record PromptFavoriteView(string PromptId, bool IsFavorite, string Message);

internal static class FlipFavorite
{
    public static async Task<Results<Ok<PromptFavoriteView>, FailureResult>> HandleAsync(
        string id, Caller caller, HttpContext http, PromptOwners owners, PromptLibrary library, PromptStore store, CancellationToken cancellationToken)
    {
        var owner = owners.Of(caller.Principal, http);
        var isFavorite = library.Has(id) ? await store.FlipLibraryAsync(owner, id, cancellationToken)
            : Guid.TryParseExact(id, "D", out var own) ? await store.FlipAsync(owner, own, cancellationToken)
            : null;
        return isFavorite is { } now
            ? TypedResults.Ok(new PromptFavoriteView(id, now, "Favorite status updated"))
            : (FailureResult)ErrorCodes.PromptNotFound;
    }
}
