using StackExchange.Redis;

namespace NanoBanana.Generation.Routing;

/// <summary>One provider's door in this process.</summary>
internal sealed class ProviderGate(string provider, int limit, SlotStore store, TimeProvider time)
{
    // Another process gives no sign when it returns a place.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    // A busy moment, or a process whose connection is not up yet, is not the loss of Redis: whoever then counted for itself alone would
    // pass the limit by what the others have inside.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private readonly Lock _lock = new();
    private readonly AccountQueue<Waiter> _waiting = new();
    private int _inside;
    private bool _pumping;
    private long? _failingSince;

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

        return new ProviderPlace(this, call, time);
    }

    public async Task<IProviderSlot> RejoinAsync(string call)
    {
        lock (_lock)
            _inside++;
        await TakeAsync(call, int.MaxValue);
        return new ProviderPlace(this, call, time);
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
            var taken = await store.TakeAsync(provider, call, most);
            lock (_lock)
                _failingSince = null;
            return taken;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            lock (_lock)
            {
                _failingSince ??= time.GetTimestamp();
                return _inside < most && time.GetElapsedTime(_failingSince.Value) >= Grace;
            }
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

    private sealed record Waiter(string Call)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
