using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;

namespace NanoBanana.Generation.Routing;

/// <summary>A model that could serve a request, with what the strategies compare.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Model">What it can do.</param>
/// <param name="Fit">What it would be asked for.</param>
/// <param name="CostMicros">What the provider is expected to bill for one image or the whole video.</param>
/// <param name="Seconds">What a call takes, as measured, or as the catalogue says until there are measurements.</param>
/// <param name="SuccessRate">Of its latest calls, 0 to 1.</param>
internal sealed record Candidate(IProvider Provider, ProviderModel Model, ModelFit Fit, long CostMicros, double Seconds, double SuccessRate)
{
    /// <summary>Whether its circuit lets nothing through now, or it asked to be left alone for a while: the last to be asked.</summary>
    public bool IsResting { get; init; }

    /// <summary>How long a video it would be asked for, in seconds; null of an image.</summary>
    public int? Length { get; init; }

    /// <summary>Of its provider, as an operator set or configured it; lower goes first.</summary>
    public int Priority { get; init; } = Provider.Priority;

    /// <summary>The account's own number for its provider under the strategy <c>priority</c>; null when it has none.</summary>
    public int? WishedPriority { get; init; }

    public IReadOnlyList<string> Relaxations { get; init; } = [];
}
