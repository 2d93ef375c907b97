namespace NanoBanana.Generation.Providers;

/// <summary>A provider that can be asked for an order by the name that we gave it: an order whose answer was lost is found again.</summary>
internal interface IReconcilingProvider : IPolledProvider
{
    /// <summary>
    /// <see cref="ProviderResult.Accepted"/> when the order is there; <see cref="FailureClass.NotSent"/> when the provider says that it
    /// is not; <see cref="FailureClass.Unknown"/> when it could not be asked.
    /// </summary>
    /// <param name="callerKey">The key that the order was placed with, when it was the caller's: another account knows nothing of the order.</param>
    Task<ProviderResult> FindAsync(string model, string reference, Secret? callerKey, CancellationToken cancellationToken);
}
