using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Shows one model.</summary>
internal static class GeminiGetModel
{
    public static Results<Ok<GeminiModelView>, FailureResult> Handle(string model, HttpContext http, GeminiCatalogue catalogue)
    {
        var id = GeminiEndpoints.IdOf(model, http);
        return catalogue.Find(id) is { } found ? TypedResults.Ok(GeminiModelView.Of(found)) : (FailureResult)catalogue.Missing(id);
    }
}
