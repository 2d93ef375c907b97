using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Search;

/// <summary>The routes under <c>/api/search</c>: the caller's own things and public ones.</summary>
internal static class SearchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var search = routes.MapGroup("/api/search").AllowAnyPrincipal().WithTags("Search");

        search.MapGet("", SearchAll.HandleAsync).WithName("Search").WithSummary("Finds images, prompts, templates and projects.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        search.MapGet("/images", SearchImages.HandleAsync).WithName("SearchImages").WithSummary("Finds images of the account's history.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        search.MapGet("/prompts", SearchPrompts.HandleAsync).WithName("SearchPrompts").WithSummary("Finds prompts, the caller's and the library's.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);

        search.MapGet("/suggestions", SuggestSearches.HandleAsync).WithName("SuggestSearches").WithSummary("Completes what is being typed.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest);
    }
}
