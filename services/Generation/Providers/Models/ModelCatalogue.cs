using System.Collections.Frozen;

namespace NanoBanana.Generation.Providers.Models;

/// <summary>
/// What every model can do, from the section <c>Models:{provider}:{id}</c>. Lists are one text by commas, so that overriding one
/// replaces it whole. A value that cannot be read stops the start and names its key.
/// </summary>
internal sealed class ModelCatalogue
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, ProviderModel>> _providers;

    public ModelCatalogue(IConfiguration configuration) => _providers = configuration.GetSection("Models").GetChildren().ToFrozenDictionary(
        static provider => provider.Key,
        static provider => provider.GetChildren().Select(ModelReader.Read).ToFrozenDictionary(static model => model.Id, StringComparer.Ordinal),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Every model that is described, retired ones included.</summary>
    public IEnumerable<(string Provider, ProviderModel Model)> All =>
        _providers.SelectMany(static provider => provider.Value.Values, static (provider, model) => (provider.Key, model));

    /// <summary>A model, retired ones included; null when nothing is known of it.</summary>
    public ProviderModel? Find(string provider, string id) =>
        _providers.TryGetValue(provider, out var models) ? models.GetValueOrDefault(id) : null;

    /// <summary>The same id at whichever provider retired it; null when none did.</summary>
    public ProviderModel? FindRetired(string id) => _providers.Values
        .Select(models => models.GetValueOrDefault(id)).FirstOrDefault(static model => model?.ReplacedBy is { Length: > 0 });

    /// <summary>
    /// What the router may choose from: the configured model first, then the others that the provider serves, best first. A configured
    /// model that nobody has described is taken to be like <paramref name="unknown"/>.
    /// </summary>
    public IReadOnlyList<ProviderModel> Offered(string provider, string configured, ProviderModel unknown)
    {
        var known = _providers.TryGetValue(provider, out var models) ? models.Values : [];
        return
        [
            Find(provider, configured) ?? unknown with { Id = configured, Name = configured },
            .. known.Where(model => model.ReplacedBy is not { Length: > 0 } && model.Id != configured)
                .OrderByDescending(static model => model.Quality).ThenBy(static model => model.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The same for a provider of images and videos: the image model first, then the video model, then the others, best first.</summary>
    public IReadOnlyList<ProviderModel> Offered(string provider, string image, ProviderModel unknownImage, string video, ProviderModel unknownVideo)
    {
        var offered = Offered(provider, image, unknownImage);
        var film = Find(provider, video) ?? unknownVideo with { Id = video, Name = video };
        return [offered[0], film, .. offered.Skip(1).Where(model => model.Id != video)];
    }
}
