using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>The image models that can be asked for by name now, and what is made of names that cannot.</summary>
internal sealed class OpenAiModels(ProviderDirectory providers)
{
    private static readonly string[] TheirPrefixes = ["gpt-image-", "chatgpt-image-", "dall-e-"];

    public IReadOnlyList<OpenAiModelView> All =>
    [
        .. providers.All.Where(providers.IsAvailable).OrderBy(providers.PriorityOf)
            .SelectMany(static provider => provider.Models, static (provider, model) => (provider, model))
            .Where(static offered => offered.model is { Kind: MediaKind.Image, ReplacedBy: null or "" })
            .DistinctBy(static offered => offered.model.Id)
            .Select(static offered => new OpenAiModelView(offered.model.Id, offered.provider.Name)),
    ];

    public OpenAiModelView? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>Whether a name is OpenAI's own: clients send one although they do not care, because theirs is the default of their library.</summary>
    public static bool IsTheirs(string id) => Array.Exists(TheirPrefixes, prefix => id.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether clients that ask for it expect addresses unless they say otherwise.</summary>
    public static bool AnswersAddresses(string? id) => id?.StartsWith("dall-e-", StringComparison.Ordinal) ?? false;
}

internal static class ListOpenAiModels
{
    public static Ok<OpenAiModelListView> Handle(OpenAiModels models) => TypedResults.Ok(new OpenAiModelListView(models.All));
}

internal static class GetOpenAiModel
{
    private const string EscapedSlash = "%2F";

    /// <param name="model">May contain slashes, which clients escape.</param>
    public static Results<Ok<OpenAiModelView>, FailureResult> Handle(string model, OpenAiModels models) =>
        models.Find(model.Replace(EscapedSlash, "/", StringComparison.OrdinalIgnoreCase)) is { } found
            ? TypedResults.Ok(found)
            : (FailureResult)new ApiFailure(ErrorCodes.ModelNotFound) { Fields = [new FieldError("path", "model", "not_found", "The model does not exist")] };
}
