using System.Collections.Concurrent;
using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Keeps every provider within its number of calls at a time, from all processes together, and lets accounts in by turns. A provider
/// without a limit costs nothing here. Without Redis each process keeps the limit for itself.
/// </summary>
internal sealed class ProviderSlots(SlotStore store, GenerationMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ProviderGate> _gates = new(StringComparer.Ordinal);

    /// <summary>A place for one call; null when none came free in time.</summary>
    /// <param name="call">Names the call, the same when another process goes on with it.</param>
    public async Task<IProviderSlot?> EnterAsync(IProvider provider, Guid account, string call, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (provider.MaxConcurrent <= 0)
            return NoLimit.Instance;
        var gate = GateOf(provider);
        using var deadline = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var started = time.GetTimestamp();
        try
        {
            return await gate.EnterAsync(account, call, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            metrics.WaitedForSlot(provider.Name, time.GetElapsedTime(started));
        }
    }

    /// <summary>The place of an order that a provider has accepted already: it is under way there, limit or not.</summary>
    public async Task<IProviderSlot> RejoinAsync(IProvider provider, string call) =>
        provider.MaxConcurrent <= 0 ? NoLimit.Instance : await GateOf(provider).RejoinAsync(call);

    private ProviderGate GateOf(IProvider provider) => _gates.GetOrAdd(provider.Name, name => new ProviderGate(name, provider.MaxConcurrent, store, time));

    private sealed class NoLimit : IProviderSlot
    {
        public static readonly NoLimit Instance = new();

        public void End()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
