using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>The image models that the family's addresses name: Google's and everybody else's.</summary>
internal sealed class GeminiCatalogue(ProviderDirectory providers, ModelCatalogue catalogue)
{
    /// <summary>Those that are served now, by id.</summary>
    public IReadOnlyList<ProviderModel> Served =>
    [
        .. providers.All.Where(providers.IsAvailable).SelectMany(static provider => provider.Models).Where(static model => model.Kind == MediaKind.Image)
            .DistinctBy(static model => model.Id).OrderBy(static model => model.Id, StringComparer.Ordinal),
    ];

    /// <summary>
    /// A model that is known and not retired, although nobody may serve it at the moment: then the router chooses, as for <c>X-Model</c>. Null when there is none.
    /// </summary>
    /// <param name="name">As it stands in the address.</param>
    public ProviderModel? Find(string name) =>
        providers.All.SelectMany(static provider => provider.Models).FirstOrDefault(model => model.Id == name && model.Kind == MediaKind.Image)
        ?? catalogue.All.Select(static one => one.Model).FirstOrDefault(model => model.Id == name && model.Kind == MediaKind.Image && model.ReplacedBy is not { Length: > 0 });

    /// <summary>The only provider that has a model of this id; null when there are several or none.</summary>
    public string? OwnerOf(string id) =>
        providers.All.Where(provider => provider.Models.Any(model => model.Id == id)).Take(2).ToList() is [var owner] ? owner.Name : null;

    /// <summary>What a caller is told who named none.</summary>
    public ApiFailure Missing(string name) => new(ErrorCodes.ModelNotFound)
    {
        // Addresses hold anything, keys at times: only what can be a model's name is repeated.
        Message = !ModelIds.IsId(name) ? null
            : catalogue.FindRetired(name) is { } retired ? $"The model {name} has been retired by its provider. Use {retired.ReplacedBy} instead."
            : $"models/{name} is not found, or makes no images",
    };
}
