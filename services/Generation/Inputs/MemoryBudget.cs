using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Bounds how many bytes of input images are held at the same time, however many calls there are: whoever needs some waits until there is room, in order of
/// arrival. Without it five hundred uploads of five megabytes are as many gigabytes as the process does not have.
/// </summary>
internal sealed class MemoryBudget(IOptions<InputOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private readonly long _size = options.Value.MemoryBytes;
    private long _used;

    /// <summary>Taken until it is disposed of. What is larger than the whole budget takes all of it.</summary>
    public async Task<IDisposable> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        bytes = Math.Min(bytes, _size);
        if (Enqueue(bytes) is not { } node)
            return new Part(this, bytes);
        await using var giveUp = cancellationToken.Register(() => Leave(node, cancellationToken));
        await node.Value.Turn.Task;
        return new Part(this, bytes);
    }

    /// <summary>Null when there is room at once.</summary>
    private LinkedListNode<(long Bytes, TaskCompletionSource Turn)>? Enqueue(long bytes)
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 || _used + bytes > _size)
                return _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            _used += bytes;
            return null;
        }
    }

    private void Leave(LinkedListNode<(long Bytes, TaskCompletionSource Turn)> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Whoever got its turn a moment ago keeps it.
            if (node.List is null)
                return;
            _waiting.Remove(node);
            Admit();
        }

        node.Value.Turn.TrySetCanceled(cancellationToken);
    }

    private void Give(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && _used + first.Value.Bytes <= _size)
        {
            _waiting.RemoveFirst();
            _used += first.Value.Bytes;
            first.Value.Turn.TrySetResult();
        }
    }

    private sealed class Part(MemoryBudget budget, long bytes) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
                budget.Give(bytes);
        }
    }
}
