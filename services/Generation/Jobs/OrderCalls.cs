using System.Collections.Concurrent;

namespace NanoBanana.Generation.Jobs;

/// <summary>Lets a callback wake whoever waits for its order in this process.</summary>
internal sealed class OrderCalls(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);

    /// <summary>Waits for calls of one order, until disposed of.</summary>
    public Listener Listen(string reference) => _listeners[reference] = new Listener(this, reference);

    /// <summary>Wakes whoever waits for it here; false when nobody does.</summary>
    public bool Wake(string reference)
    {
        if (!_listeners.TryGetValue(reference, out var listener))
            return false;
        listener.Set();
        return true;
    }

    internal sealed class Listener(OrderCalls owner, string reference) : IDisposable
    {
        private TaskCompletionSource _called = NewSignal();

        /// <summary>Until called, or until the time is over.</summary>
        public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
        {
            var called = Volatile.Read(ref _called);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(called.Task, Task.Delay(longest, owner.Time, end.Token));
            await end.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (called.Task.IsCompleted)
                Interlocked.CompareExchange(ref _called, NewSignal(), called);
        }

        public void Set() => Volatile.Read(ref _called).TrySetResult();

        public void Dispose() => owner._listeners.TryRemove(KeyValuePair.Create(reference, this));

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private TimeProvider Time => time;
}
