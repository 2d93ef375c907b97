namespace NanoBanana.Generation.Routing;

/// <summary>A strategy: which of the models that can serve a request goes first.</summary>
internal interface IRoutingPolicy
{
    /// <summary>As in <c>X-Routing-Strategy</c>.</summary>
    string Name { get; }

    /// <summary>Whether it weighs every model of a provider; otherwise each provider is represented by the first of its models that can do it.</summary>
    bool ComparesModels => true;

    /// <summary>Orders in place, best first. Never empty.</summary>
    void Order(List<Candidate> candidates);
}
