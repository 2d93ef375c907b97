using System.Collections.Frozen;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>All providers by name. The names are checked when the service starts: two of one name would hide each other.</summary>
internal sealed class ProviderDirectory
{
    private readonly FrozenDictionary<string, IProvider> _byName;

    public ProviderDirectory(IEnumerable<IProvider> providers)
    {
        All = [.. providers.OrderBy(static provider => provider.Priority).ThenBy(static provider => provider.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>By priority.</summary>
    public IReadOnlyList<IProvider> All { get; }

    /// <summary>The provider of a stored job; null when it is no longer part of the product.</summary>
    public IProvider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>One of a provider's models; null when it does not offer it.</summary>
    public ProviderModel? FindModel(string provider, string model) => Find(provider)?.Models.FirstOrDefault(known => known.Id == model);

    /// <summary>Whether any provider that can be called offers a model, although it may be past its time: it was configured.</summary>
    public bool Offers(string model) => All.Any(provider => provider.IsAvailable && provider.Models.Any(known => known.Id == model));
}
