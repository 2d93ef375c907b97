using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Docs;

/// <summary><c>/</c>, and <c>/docs</c>: the interactive documentation, <c>/openapi.json</c> behind it, and a page for every error code.</summary>
internal static class DocsEndpoints
{
    public static bool AreEnabled(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Docs ?? !app.Environment.IsProduction();

    public static void Map(WebApplication app)
    {
        app.MapGet("/docs/errors/{code}", GetErrorPage).ExcludeFromDescription();
        var areEnabled = AreEnabled(app);
        app.MapGet("/", (HttpRequest request) => GetRoot.Handle(request, areEnabled)).WithName("Root").WithTags("Health").WithSummary("Tells what answers here.");
        if (!areEnabled)
            return;
        app.MapGet("/openapi.json", GetDocumentAsync).ExcludeFromDescription();
        app.UseSwaggerUI(static ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "NanoBanana API";
            ui.SwaggerEndpoint("/openapi.json", "NanoBanana");
            ui.EnableTryItOutByDefault();
        });
    }

    private static async Task<ContentHttpResult> GetDocumentAsync(MergedDocument document, CancellationToken cancellationToken) =>
        TypedResults.Content(await document.GetAsync(cancellationToken), "application/json");

    /// <summary>Where the <c>type</c> of a problem leads.</summary>
    private static Results<PhysicalFileHttpResult, FailureResult> GetErrorPage(string code)
    {
        var known = ErrorCodes.All.FirstOrDefault(item => item.Code == code);
        var file = known is null ? null : Path.Combine(AppContext.BaseDirectory, "docs", "errors", known.Code + ".md");
        return File.Exists(file) ? TypedResults.PhysicalFile(file, "text/markdown; charset=utf-8") : (FailureResult)ErrorCodes.RouteNotFound;
    }
}
