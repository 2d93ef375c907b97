namespace NanoBanana.Generation.Routing;

/// <summary>By what calls have told lately: success counts half, speed 0.3 and cost 0.2, each against the best of the candidates.</summary>
internal sealed class AdaptivePolicy : IRoutingPolicy
{
    private const double SuccessWeight = 0.5;
    private const double SpeedWeight = 0.3;
    private const double CostWeight = 0.2;

    // A model that costs nothing or takes no time must not make all others worthless.
    private const double LeastSeconds = 0.1;
    private const double LeastMicros = 1_000;

    public string Name => "adaptive";

    public void Order(List<Candidate> candidates)
    {
        var quickest = candidates.Min(static candidate => Math.Max(candidate.Seconds, LeastSeconds));
        var cheapest = candidates.Min(static candidate => Math.Max(candidate.CostMicros, LeastMicros));
        double Score(Candidate candidate) => (SuccessWeight * candidate.SuccessRate)
            + (SpeedWeight * quickest / Math.Max(candidate.Seconds, LeastSeconds))
            + (CostWeight * cheapest / Math.Max(candidate.CostMicros, LeastMicros));
        new RankedPolicy(Name, candidate => -Score(candidate)).Order(candidates);
    }
}
