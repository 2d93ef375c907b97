namespace NanoBanana.Generation.Events;

/// <summary>By which way somebody follows.</summary>
internal enum FollowerKind
{
    Pull,
    Stream,
    Socket,
}

/// <summary>Why a follower has to go although nobody hung up.</summary>
internal enum FollowerEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>Its time is over; the client comes again.</summary>
    Aged,

    /// <summary>Its key or token is good no more, or its account changed.</summary>
    Revoked,

    /// <summary>The process stops.</summary>
    Stopping,
}

/// <summary>One open stream, socket or waiting pull, from <see cref="Followers"/>. Disposing of it gives its place to another.</summary>
internal sealed class Follower(Action<Follower> leave) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<IDisposable> _watches = [];
    private int _why;
    private int _hasLeft;

    /// <summary>Cancelled when it has to go.</summary>
    public CancellationToken Ending => _ending.Token;

    public FollowerEnd Why => (FollowerEnd)Volatile.Read(ref _why);

    public void End(FollowerEnd why)
    {
        if (Interlocked.CompareExchange(ref _why, (int)why, (int)FollowerEnd.None) == (int)FollowerEnd.None)
            _ending.Cancel();
    }

    /// <summary>What may end it, for as long as it is there.</summary>
    public void KeepWatch(IDisposable watch) => _watches.Add(watch);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) != 0)
            return;
        foreach (var watch in _watches)
            watch.Dispose();
        leave(this);
    }
}
