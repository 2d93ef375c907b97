using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Partials;

/// <summary>What one waiting caller is still to be shown: the newest few, because nobody waits for a slow reader. Closed when disposed of.</summary>
/// <param name="count">How many are wanted of an image, from 1: a repeat may want fewer than the job shows.</param>
internal sealed class PartialFeed(int count, PartialBudget budget) : IDisposable
{
    private const int Newest = 3;
    private readonly Lock _gate = new();
    private readonly Queue<PartialImage> _waiting = new(Newest);
    private readonly Signal _arrived = new();
    private PartialImage? _taken;
    private bool _isClosed;

    public int Count => count;

    /// <summary>Keeps it for the reader, or forgets it.</summary>
    public void Offer(PartialImage partial)
    {
        lock (_gate)
        {
            if (_isClosed || partial.Index >= count)
                return;
            if (_waiting.Count == Newest)
                budget.GiveBack(_waiting.Dequeue().Bytes.Length);
            if (!budget.TryTake(partial.Bytes.Length))
                return;
            _waiting.Enqueue(partial);
        }

        _arrived.Raise();
    }

    /// <summary>The next; null when none waits. It counts until the one after it is asked for.</summary>
    public PartialImage? Take()
    {
        lock (_gate)
        {
            if (_taken is not null)
                budget.GiveBack(_taken.Bytes.Length);
            return _taken = _waiting.TryDequeue(out var next) ? next : null;
        }
    }

    /// <summary>Until one may have come.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_taken is not null)
                budget.GiveBack(_taken.Bytes.Length);
            _taken = null;
            while (_waiting.TryDequeue(out var forgotten))
                budget.GiveBack(forgotten.Bytes.Length);
        }
    }
}
