namespace NanoBanana.Generation.Routing;

/// <summary>The providers in turn. Each process counts for itself, which over many requests comes to the same.</summary>
internal sealed class RoundRobinPolicy : IRoutingPolicy
{
    private int _turn = -1;

    public string Name => "round_robin";

    public bool ComparesModels => false;

    public void Order(List<Candidate> candidates)
    {
        candidates.Sort(static (one, other) => string.CompareOrdinal(one.Provider.Name, other.Provider.Name));
        var first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)candidates.Count);
        if (first == 0)
            return;
        candidates.AddRange(candidates.GetRange(0, first));
        candidates.RemoveRange(0, first);
    }
}
