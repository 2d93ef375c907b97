namespace NanoBanana.Generation.Providers;

/// <summary>A provider with a call that costs nothing and tells whether it would serve us: reachable, and with a good key.</summary>
internal interface IProbedProvider : IProvider
{
    /// <summary>Null when all is well.</summary>
    Task<ProviderResult.Failed?> ProbeAsync(CancellationToken cancellationToken);
}
