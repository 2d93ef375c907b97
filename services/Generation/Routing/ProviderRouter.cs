using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>Who will serve a request, with which model, at which price step.</summary>
internal sealed record RoutePlan(IProvider Provider, string Model, string Resolution);

/// <summary>Chooses a provider. The names are checked when the service starts: two providers of one name would hide each other.</summary>
internal sealed class ProviderRouter
{
    private readonly List<IProvider> _providers;
    private readonly Dictionary<string, IProvider> _byName;

    /// <param name="providers">All that the product has.</param>
    /// <param name="configuration"><c>Routing:DefaultImageProvider</c> (<c>DEFAULT_IMAGE_PROVIDER</c>) names the one that goes before all others.</param>
    public ProviderRouter(IEnumerable<IProvider> providers, IConfiguration configuration)
    {
        var first = configuration["Routing:DefaultImageProvider"];
        _providers =
        [
            .. providers.OrderByDescending(provider => string.Equals(provider.Name, first, StringComparison.OrdinalIgnoreCase))
                .ThenBy(static provider => provider.Priority),
        ];
        _byName = _providers.ToDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The plan, or null when nothing that is configured could do it. A provider asked for by name is taken when it may be; otherwise,
    /// as the contract has it, the strategy decides.
    /// </summary>
    public RoutePlan? Plan(GenerationRequest request)
    {
        var size = new ImageSize(request.Width, request.Height);
        if (request.Provider is { } name && _byName.TryGetValue(name, out var named) && named.MayBeNamed
            && Choose(named, request.Model, size) is { } pinned)
        {
            return pinned;
        }

        return _providers.Where(static provider => provider.IsAvailable)
            .Select(provider => Choose(provider, request.Model, size))
            .FirstOrDefault(static plan => plan is not null);
    }

    /// <summary>The provider of a stored job; null when it is no longer part of the product.</summary>
    public IProvider? Find(string name) => _byName.GetValueOrDefault(name);

    private static RoutePlan? Choose(IProvider provider, string? modelId, ImageSize size)
    {
        var model = modelId is null ? provider.Models[0] : provider.Models.FirstOrDefault(model => model.Id == modelId) ?? provider.Models[0];
        return ModelFit.Of(model, size) is { } fit ? new RoutePlan(provider, model.Id, fit.Resolution) : null;
    }
}
