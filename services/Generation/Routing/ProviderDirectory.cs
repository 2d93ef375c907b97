using System.Collections.Frozen;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// All providers by name, and which of them may be asked: what an operator set goes before what is configured. The names are checked when the service
/// starts: two of one name would hide each other.
/// </summary>
internal sealed class ProviderDirectory
{
    private readonly FrozenDictionary<string, IProvider> _byName;
    private readonly ProviderOverrides _overrides;

    public ProviderDirectory(IEnumerable<IProvider> providers, ProviderOverrides overrides)
    {
        _overrides = overrides;
        All = [.. providers.OrderBy(static provider => provider.Priority).ThenBy(static provider => provider.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>By the configured priority.</summary>
    public IReadOnlyList<IProvider> All { get; }

    /// <summary>Whether it is configured and no operator has switched it off.</summary>
    public bool IsAvailable(IProvider provider) => provider.IsAvailable && !IsDisabled(provider);

    /// <summary>Whether a request may ask for it by name.</summary>
    public bool MayBeNamed(IProvider provider) => provider.MayBeNamed && !IsDisabled(provider);

    /// <summary>Whether an operator has switched it off: it is sent nothing new, whoever names it.</summary>
    public bool IsDisabled(IProvider provider) => _overrides.IsDisabled(provider.Name);

    /// <summary>Lower goes first.</summary>
    public int PriorityOf(IProvider provider) => _overrides.PriorityOf(provider);

    /// <summary>The provider of a stored job; null when it is no longer part of the product.</summary>
    public IProvider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>One of a provider's models; null when it does not offer it.</summary>
    public ProviderModel? FindModel(string provider, string model) => Find(provider)?.Models.FirstOrDefault(known => known.Id == model);

    /// <summary>Whether any provider that can be called offers a model, although it may be past its time: it was configured.</summary>
    public bool Offers(string model) => All.Any(provider => IsAvailable(provider) && provider.Models.Any(known => known.Id == model));
}
