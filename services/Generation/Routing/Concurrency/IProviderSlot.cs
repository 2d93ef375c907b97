namespace NanoBanana.Generation.Routing;

/// <summary>
/// A place for one call at a provider, held until it is disposed of. It comes free only when the call has ended by then: an order that
/// another process goes on with is still under way at the provider, and finds its place taken in its name.
/// </summary>
internal interface IProviderSlot : IAsyncDisposable
{
    /// <summary>The call has ended, however.</summary>
    void End();
}
