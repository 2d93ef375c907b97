using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>The strategies by name.</summary>
internal sealed class RoutingPolicies
{
    // Whom an account lists goes before all whom it does not.
    private const double BeforeTheOperators = 1e10;
    private const double OperatorsFirst = 1e9;

    private readonly FrozenDictionary<string, IRoutingPolicy> _byName;

    public RoutingPolicies(IConfiguration configuration)
    {
        var firstImage = configuration[$"{RoutingOptions.Section}:{nameof(RoutingOptions.DefaultImageProvider)}"];
        var firstVideo = configuration[$"{RoutingOptions.Section}:{nameof(RoutingOptions.DefaultVideoProvider)}"];
        IRoutingPolicy[] policies =
        [
            new RankedPolicy(
                "priority",
                candidate => candidate.WishedPriority is { } wished ? wished - BeforeTheOperators
                    : string.Equals(candidate.Provider.Name, candidate.Model.Kind == MediaKind.Video ? firstVideo : firstImage, StringComparison.OrdinalIgnoreCase)
                        ? -OperatorsFirst
                        : candidate.Priority,
                comparesModels: false),
            new RankedPolicy("cost", static candidate => candidate.CostMicros),
            new RankedPolicy("quality", static candidate => -candidate.Model.Quality),
            new RankedPolicy("speed", static candidate => candidate.Seconds),
            new RoundRobinPolicy(),
            new AdaptivePolicy(),
        ];
        Names = [.. policies.Select(static policy => policy.Name)];
        _byName = policies.ToFrozenDictionary(static policy => policy.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<string> Names { get; }

    public IRoutingPolicy? Find(string name) => _byName.GetValueOrDefault(name);
}
