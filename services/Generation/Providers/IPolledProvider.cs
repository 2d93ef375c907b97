namespace NanoBanana.Generation.Providers;

/// <summary>A provider that takes an order, gives an id and is asked until it has ended. Any process may ask.</summary>
internal interface IPolledProvider : IProvider
{
    /// <summary>
    /// Asks once how an order stands: <see cref="ProviderResult.Running"/>, <see cref="ProviderResult.Located"/>,
    /// <see cref="ProviderResult.Delivered"/> or <see cref="ProviderResult.Failed"/>. An answer that did not come or could not be read
    /// says nothing about the order and is <see cref="ProviderResult.Running"/>.
    /// </summary>
    Task<ProviderResult> PollAsync(ProviderOrder order, CancellationToken cancellationToken);
}

/// <summary>An order that a provider has accepted, as it was stored.</summary>
/// <param name="Model">The upstream id of the model.</param>
/// <param name="TaskId">What <see cref="ProviderResult.Accepted"/> gave: whatever the adapter needs to ask again.</param>
/// <param name="CallerKey">The caller's own key, when the order was placed with it.</param>
internal sealed record ProviderOrder(string Model, string TaskId, Secret? CallerKey = null);
