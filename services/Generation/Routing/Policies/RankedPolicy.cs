namespace NanoBanana.Generation.Routing;

/// <summary>A strategy that is one number: the lowest goes first, and priorities decide between equals.</summary>
internal sealed class RankedPolicy(string name, Func<Candidate, double> rank, bool comparesModels = true) : IRoutingPolicy
{
    public string Name => name;

    public bool ComparesModels => comparesModels;

    public void Order(List<Candidate> candidates) => candidates.Sort((one, other) =>
    {
        var order = rank(one).CompareTo(rank(other));
        if (order == 0)
            order = one.Priority.CompareTo(other.Priority);
        return order != 0 ? order : string.CompareOrdinal(one.Provider.Name, other.Provider.Name);
    });
}
