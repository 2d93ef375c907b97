using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Gateway.Health;

namespace NanoBanana.Gateway.Docs;

/// <summary>What answers here.</summary>
/// <param name="Docs">Where the documentation is; null where none is served.</param>
/// <param name="Health">Where to ask whether it is well.</param>
internal sealed record RootView(string Name, string Version, string? Docs, string Health);

internal static class GetRoot
{
    private const string Docs = "/docs";

    /// <summary>People come by a browser, and are shown the documentation.</summary>
    public static Results<RedirectHttpResult, Ok<RootView>> Handle(HttpRequest request, bool hasDocs) =>
        hasDocs && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Redirect(Docs)
            : TypedResults.Ok(new RootView("NanoBanana", GetHealth.Version, hasDocs ? Docs : null, "/api/health"));
}
