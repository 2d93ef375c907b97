using System.Collections.Frozen;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Routing;

/// <summary>What operators have set of providers, as this process knows it. Asking is in memory; <see cref="OverrideWatch"/> brings it up to date.</summary>
internal sealed class ProviderOverrides
{
    private volatile FrozenDictionary<string, ProviderOverride> _known = FrozenDictionary<string, ProviderOverride>.Empty;

    public bool IsDisabled(string provider) => _known.TryGetValue(provider, out var set) && !set.Enabled;

    /// <summary>Lower goes first.</summary>
    public int PriorityOf(IProvider provider) => (_known.TryGetValue(provider.Name, out var set) ? set.Priority : null) ?? provider.Priority;

    public void Learn(IEnumerable<ProviderOverride> overrides) => _known = overrides.ToFrozenDictionary(static set => set.Name, StringComparer.OrdinalIgnoreCase);
}
