namespace NanoBanana.Generation.Routing;

/// <summary>
/// Who waits, by account: the next is always of the account that was served longest ago, so that one with a thousand waiting calls does
/// not make another wait for all of them. Not safe for concurrent use.
/// </summary>
internal sealed class AccountQueue<T>
{
    private readonly Dictionary<Guid, LinkedList<T>> _waiting = [];
    private readonly LinkedList<Guid> _turns = new();

    public int Count { get; private set; }

    public void Add(Guid account, T item)
    {
        if (!_waiting.TryGetValue(account, out var own))
        {
            _waiting[account] = own = new LinkedList<T>();
            _turns.AddLast(account);
        }

        own.AddLast(item);
        Count++;
    }

    /// <summary>The one whose turn it is; null when nobody waits.</summary>
    public T? Peek() => _turns.First is { } turn ? _waiting[turn.Value].First!.Value : default;

    /// <summary>Takes the one of <see cref="Peek"/> out, and moves its account to the end.</summary>
    public void Advance()
    {
        var account = _turns.First!.Value;
        _turns.RemoveFirst();
        var own = _waiting[account];
        own.RemoveFirst();
        Count--;
        if (own.Count > 0)
            _turns.AddLast(account);
        else
            _waiting.Remove(account);
    }

    /// <summary>Takes one out that has given up.</summary>
    public void Remove(Guid account, T item)
    {
        if (!_waiting.TryGetValue(account, out var own) || !own.Remove(item))
            return;
        Count--;
        if (own.Count > 0)
            return;
        _waiting.Remove(account);
        _turns.Remove(account);
    }
}
