using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Lists the image models that are served, by id.</summary>
internal static class GeminiListModels
{
    private const int UsualPage = 50;
    private const int LargestPage = 1_000;

    /// <param name="pageToken">Of an earlier answer: the last model that was shown.</param>
    public static Results<Ok<GeminiModelListView>, FailureResult> Handle(string? pageSize, string? pageToken, GeminiCatalogue catalogue)
    {
        var validation = new RequestValidation();
        var size = validation.QueryInt("pageSize", pageSize, UsualPage, 1, LargestPage);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var models = catalogue.Served.Where(model => string.CompareOrdinal(model.Id, pageToken ?? "") > 0).ToList();
        return TypedResults.Ok(new GeminiModelListView([.. models.Take(size).Select(GeminiModelView.Of)], models.Count > size ? models[size - 1].Id : null));
    }
}
