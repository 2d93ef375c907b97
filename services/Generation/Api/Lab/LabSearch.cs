using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/generate/search</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="SearchContext">What the search shall heed besides, at most 2,000 characters after trimming.</param>
internal sealed record LabSearchRequest(string? Prompt, string? SearchContext, LabSettings? Settings);

/// <summary>Makes an image of what a model has looked up first.</summary>
internal static class LabSearch
{
    private const string Mode = "search";
    private const int MaxContext = 2_000;

    public static async Task<Results<Ok<LabGenerateResult>, Accepted<LabBatchResult>, FailureResult>> HandleAsync(
        LabSearchRequest body, Caller caller, HttpContext http, LabAccess access, RoutingPolicies policies, LabDefaults defaults, MakeLabImage operation,
        CancellationToken cancellationToken)
    {
        var ownKey = CallerKeyHeader.Read(http.Request);
        var owner = ownKey is null ? access.Admit(caller.Principal, http.Request) : access.OwnerOf(caller.Principal, http.Request);
        if (owner is null)
            return (FailureResult)ErrorCodes.MissingCredential;
        var validation = new RequestValidation();
        var prompt = body.Prompt?.Trim();
        validation.Text("prompt", prompt, 1, LabSettings.MaxPrompt);
        var context = body.SearchContext?.Trim() is { Length: > 0 } text ? text : null;
        if (context is not null)
            validation.Text("search_context", context, 1, MaxContext);
        var settings = await defaults.FillAsync(body.Settings, owner, cancellationToken);
        settings.Check(validation);
        var pins = RoutingHeaders.Read(http.Request, policies, validation);
        var key = IdempotencyHeader.Read(http.Request, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var request = settings.RequestFor(prompt!, Mode, pins).Asking(asked => asked with { Search = true, SearchContext = context });
        return await operation.RunAsync(new LabImageOrder(request, settings, owner, key, ownKey), http, cancellationToken);
    }
}
