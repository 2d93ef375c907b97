using System.Collections.Concurrent;
using NanoBanana.Generation.Providers;
using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>
/// Keeps every provider within its number of calls at a time, from all processes together, and lets accounts in by turns. A provider
/// without a limit costs nothing here. Without Redis each process keeps the limit for itself.
/// </summary>
internal sealed class ProviderSlots(SlotStore store, GenerationMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

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

    private Gate GateOf(IProvider provider) => _gates.GetOrAdd(provider.Name, name => new Gate(name, provider.MaxConcurrent, store, time));

    private sealed class NoLimit : IProviderSlot
    {
        public static readonly NoLimit Instance = new();

        public void End()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>One provider's door in this process.</summary>
    private sealed class Gate(string provider, int limit, SlotStore store, TimeProvider time)
    {
        // Another process gives no sign when it returns a place.
        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
        private readonly Lock _lock = new();
        private readonly AccountQueue<Waiter> _waiting = new();
        private int _inside;
        private bool _pumping;

        public async Task<IProviderSlot> EnterAsync(Guid account, string call, CancellationToken cancellationToken)
        {
            var waiter = new Waiter(call);
            bool pump;
            lock (_lock)
            {
                _waiting.Add(account, waiter);
                pump = !_pumping;
                _pumping = true;
            }

            if (pump)
                _ = PumpAsync();
            try
            {
                await waiter.Admitted.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                if (!GiveUp(account, waiter))
                    await LeaveAsync(call);
                throw;
            }

            return new Slot(this, call, time);
        }

        public async Task<IProviderSlot> RejoinAsync(string call)
        {
            lock (_lock)
                _inside++;
            await TakeAsync(call, int.MaxValue);
            return new Slot(this, call, time);
        }

        /// <summary>False when it was let in at this very moment.</summary>
        private bool GiveUp(Guid account, Waiter waiter)
        {
            lock (_lock)
            {
                if (waiter.Admitted.Task.IsCompleted)
                    return false;
                _waiting.Remove(account, waiter);
                return true;
            }
        }

        /// <summary>Runs while anybody waits: lets in whose turn it is, one after the other.</summary>
        private async Task PumpAsync()
        {
            while (true)
            {
                Waiter? next;
                lock (_lock)
                {
                    next = _waiting.Peek();
                    if (next is null)
                    {
                        _pumping = false;
                        return;
                    }
                }

                if (!await TakeAsync(next.Call, limit))
                {
                    await Task.Delay(Pace, time);
                    continue;
                }

                var isGone = false;
                lock (_lock)
                {
                    if (ReferenceEquals(_waiting.Peek(), next))
                        _waiting.Advance();
                    else
                        isGone = true;
                    _inside++;
                    if (!isGone)
                        next.Admitted.SetResult();
                }

                if (isGone)
                    await LeaveAsync(next.Call);
            }
        }

        public async Task<bool> TakeAsync(string call, int most)
        {
            try
            {
                return await store.TakeAsync(provider, call, most);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                lock (_lock)
                    return _inside < most;
            }
        }

        /// <summary>Goes, and leaves the place to whoever goes on with the call. When nobody does, it runs out by itself.</summary>
        public void Abandon()
        {
            lock (_lock)
                _inside--;
        }

        public async Task LeaveAsync(string call)
        {
            Abandon();
            try
            {
                await store.ReturnAsync(provider, call);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // It runs out by itself.
            }
        }
    }

    private sealed record Waiter(string Call)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A place that is renewed until it is given back.</summary>
    private sealed class Slot : IProviderSlot
    {
        private readonly Gate _gate;
        private readonly string _call;
        private readonly ITimer _renewal;
        private bool _hasEnded;

        public Slot(Gate gate, string call, TimeProvider time)
        {
            (_gate, _call) = (gate, call);
            _renewal = time.CreateTimer(_ => _ = gate.TakeAsync(call, int.MaxValue), null, SlotStore.Life / 3, SlotStore.Life / 3);
        }

        public void End() => _hasEnded = true;

        public async ValueTask DisposeAsync()
        {
            await _renewal.DisposeAsync();
            if (_hasEnded)
                await _gate.LeaveAsync(_call);
            else
                _gate.Abandon();
        }
    }
}
