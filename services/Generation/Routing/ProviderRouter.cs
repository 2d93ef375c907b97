using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Decides who serves a request, and who if that fails. Only models that can do exactly what was asked are considered, unless there is
/// none: then those that come nearest, and the caller is told what they leave out. What a request names goes first.
/// </summary>
internal sealed class ProviderRouter(
    ProviderDirectory providers, RoutingPolicies policies, ModelCatalogue catalogue, ModelHealth health, CircuitBreakers circuits, ReferenceFit references,
    IOptions<RoutingOptions> options, TimeProvider time)
{
    private readonly RoutingOptions _options = options.Value;
    private readonly List<string>? _imageFallbacks = options.Value.FallbacksOf(MediaKind.Image)?.ToList();
    private readonly List<string>? _videoFallbacks = options.Value.FallbacksOf(MediaKind.Video)?.ToList();

    /// <summary>Plans in memory: no call, no wait.</summary>
    /// <param name="prices">What models cost; null while that is not known.</param>
    /// <param name="wishes">What the account wants besides.</param>
    public RouteResult Plan(GenerationRequest request, PriceList.Snapshot? prices, RoutingWishes wishes)
    {
        if (request.Model is { } asked && catalogue.FindRetired(asked) is { } retired && !providers.Offers(asked))
            return new RouteResult.None(Retired(retired));
        var policy = policies.Find(request.Strategy ?? wishes.Strategy ?? _options.Strategy)!;
        if ((Abilities.Missing(request, providers) ?? references.Missing(request, providers)) is { } missing)
            return new RouteResult.None(missing);
        var candidates = CandidatesFor(request, prices, policy, wishes, out var hasUnpriced);
        if (candidates.Count == 0)
            return new RouteResult.None(hasUnpriced ? Nobody(hasUnpriced, wishes) : references.Missing(request) ?? Nobody(hasUnpriced, wishes));

        var ordered = Order(candidates, request, policy, wishes.Provider);
        ordered.RemoveAll(candidate => !circuits.Admits(candidate.Provider.Name, candidate.Model.Id));
        if (ordered.Count == 0)
            return new RouteResult.None(AllOpen(candidates));
        return new RouteResult.Found(new RoutePlan(policy.Name, Steps(ordered, request.Kind, wishes.FallbackEnabled)));
    }

    /// <summary>
    /// Plans a request on the caller's own key: at the one provider that the key is for, whether we have a key there or not, and nowhere
    /// else, because anybody else would be paid by us. Images only.
    /// </summary>
    public RouteResult PlanOwnKey(GenerationRequest request, IProvider provider)
    {
        if (request.Kind != MediaKind.Image || providers.IsDisabled(provider))
            return new RouteResult.None(new ApiFailure(ErrorCodes.NoProvider));
        if (request.Model is { } asked && catalogue.FindRetired(asked) is { } retired)
            return new RouteResult.None(Retired(retired));
        if ((Abilities.Missing(request, providers) ?? references.Missing(request, providers)) is { } missing)
            return new RouteResult.None(missing);
        var hasUnpriced = false;
        var candidates = provider.Models.Select(model => CandidateOf(provider, model, request, prices: null, ref hasUnpriced)).OfType<Candidate>().ToList();
        KeepFirstOfEachProvider(candidates, request.Model);
        return candidates.Count == 0
            ? new RouteResult.None(references.Missing(request) ?? new ApiFailure(ErrorCodes.NoProvider))
            : new RouteResult.Found(new RoutePlan("own_key", [StepOf(candidates[0])]));
    }

    private List<Candidate> CandidatesFor(
        GenerationRequest request, PriceList.Snapshot? prices, IRoutingPolicy policy, RoutingWishes wishes, out bool hasUnpriced)
    {
        hasUnpriced = false;
        var candidates = new List<Candidate>();
        foreach (var provider in providers.All)
        {
            var isNamed = IsNamed(provider, request.Provider) || IsNamed(provider, wishes.Provider);
            if (wishes.Skipped.Contains(provider.Name) || !(providers.IsAvailable(provider) || (isNamed && providers.MayBeNamed(provider))))
                continue;
            foreach (var model in provider.Models)
            {
                if (CandidateOf(provider, model, request, prices, ref hasUnpriced) is { } candidate)
                    candidates.Add(candidate with { WishedPriority = wishes.PriorityOf(provider.Name) });
            }
        }

        if (!policy.ComparesModels)
            KeepFirstOfEachProvider(candidates, request.Model);
        return candidates;
    }

    private Candidate? CandidateOf(IProvider provider, ProviderModel model, GenerationRequest request, PriceList.Snapshot? prices, ref bool hasUnpriced)
    {
        if (model.Kind != request.Kind || !references.Suffice(model, request) || model.MaxPrompt < request.EffectivePrompt.Length
            || !Abilities.Suffice(model, provider, request) || ModelFit.Of(model, request.Size) is not { } fit)
        {
            return null;
        }

        int? length = null;
        if (request.Kind == MediaKind.Video)
        {
            length = model.DurationFor(fit.Resolution, request.Seconds ?? 1);
            if (length is null)
                return null;
        }

        var cost = 0L;
        if (prices is not null)
        {
            if (!prices.Rows.TryGetValue((model.Id, fit.Resolution, PriceList.Name(request.Kind)), out var price))
            {
                hasUnpriced = true;
                return null;
            }

            cost = price.ProviderCostMicros * (length ?? 1);
        }

        return new Candidate(provider, model, fit, cost, health.SecondsOf(provider, model), health.SuccessRateOf(provider, model))
        {
            IsResting = health.IsResting(provider.Name, model.Id),
            Length = length,
            Priority = providers.PriorityOf(provider),
            Relaxations = Relaxation.Of(model, fit, length, request),
        };
    }

    /// <summary>Under a strategy that goes by providers, each is represented by the named model, else the first of those that leave out least.</summary>
    private static void KeepFirstOfEachProvider(List<Candidate> candidates, string? named)
    {
        var kept = candidates.GroupBy(static candidate => candidate.Provider)
            .Select(group => group.FirstOrDefault(candidate => candidate.Model.Id == named)
                ?? group.MinBy(static candidate => candidate.Relaxations.Count)!)
            .ToList();
        candidates.Clear();
        candidates.AddRange(kept);
    }

    /// <summary>
    /// What the request names, then what leaves out least of it, then whom the account prefers, then by the strategy; whoever asked for a pause
    /// goes last.
    /// </summary>
    private static List<Candidate> Order(List<Candidate> candidates, GenerationRequest request, IRoutingPolicy policy, string? preferred)
    {
        policy.Order(candidates);
        var ordered = candidates.OrderBy(candidate => Namedness(candidate, request))
            .ThenBy(static candidate => (candidate.IsResting ? 100 : 0) + candidate.Relaxations.Count)
            .ThenBy(candidate => !IsNamed(candidate.Provider, preferred)).ToList();
        if (ordered.Exists(static candidate => candidate.Relaxations.Count == 0))
            ordered.RemoveAll(candidate => candidate.Relaxations.Count > 0 && Namedness(candidate, request) == NotNamed);
        return ordered;
    }

    private const int NotNamed = 3;

    private static int Namedness(Candidate candidate, GenerationRequest request)
    {
        var provider = IsNamed(candidate.Provider, request.Provider);
        var model = request.Model is not null && candidate.Model.Id == request.Model;
        return (provider, model) switch
        {
            (true, true) => 0,
            (false, true) => 1,
            (true, false) => 2,
            _ => NotNamed,
        };
    }

    private static bool IsNamed(IProvider provider, string? name) =>
        name is not null && string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first, and the first of each other provider as its fallbacks.</summary>
    private List<RouteStep> Steps(List<Candidate> ordered, MediaKind kind, bool mayFallBack)
    {
        var steps = new List<RouteStep> { StepOf(ordered[0]) };
        if (!_options.EnableFallback || !mayFallBack)
            return steps;
        var others = ordered.Skip(1).DistinctBy(static candidate => candidate.Provider).Where(candidate => candidate.Provider != ordered[0].Provider);
        if ((kind == MediaKind.Video ? _videoFallbacks : _imageFallbacks) is { } names)
            others = others.Where(candidate => PlaceIn(names, candidate) >= 0).OrderBy(candidate => PlaceIn(names, candidate));

        steps.AddRange(others.Take(_options.MaxFallbacks).Select(StepOf));
        return steps;
    }

    private static int PlaceIn(List<string> names, Candidate candidate) =>
        names.FindIndex(name => string.Equals(name, candidate.Provider.Name, StringComparison.OrdinalIgnoreCase));

    private static RouteStep StepOf(Candidate candidate) =>
        new(candidate.Provider.Name, candidate.Model.Id, candidate.Fit.Resolution, candidate.CostMicros, candidate.Relaxations) { Seconds = candidate.Length };

    private static ApiFailure Nobody(bool hasUnpriced, RoutingWishes wishes) =>
        hasUnpriced ? new ApiFailure(ErrorCodes.NoPrice)
        : wishes.Skipped.Count == 0 ? new ApiFailure(ErrorCodes.NoProvider)
        : new ApiFailure(ErrorCodes.NoProvider) { Message = "No provider is left: the account's settings leave out " + string.Join(", ", wishes.Skipped.Order(StringComparer.Ordinal)) };

    private static ApiFailure Retired(ProviderModel model)
    {
        var text = $"The model {model.Id} has been retired by its provider. Use {model.ReplacedBy} instead.";
        return new ApiFailure(ErrorCodes.ModelRetired) { Fields = [new FieldError("header", "X-Model", "value_error", text)] };
    }

    private ApiFailure AllOpen(List<Candidate> candidates)
    {
        var now = time.GetUtcNow();
        var soonest = candidates.Min(candidate => circuits.Of(candidate.Provider.Name, candidate.Model.Id).Until) - now.ToUnixTimeMilliseconds();
        return new ApiFailure(ErrorCodes.ProviderUnavailable) { RetryAfter = TimeSpan.FromMilliseconds(Math.Max(1_000, soonest)) };
    }
}
