namespace NanoBanana.Testing.Emulators;

/// <summary>Decides how an emulator answers, and remembers what it was asked.</summary>
public sealed class EmulatorSwitchboard
{
    private const int Remembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<Behaviour> _script = new();
    private readonly Queue<EmulatedRequest> _requests = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _count;
    private int _rejected;

    /// <summary>What happens when nothing is scripted.</summary>
    public Behaviour Default { get; set; } = Behaviour.Ok;

    /// <summary>Decides about the answers that are not scripted; those that it lets go well are as <see cref="Default"/> says. Null, the default, does nothing.</summary>
    public EmulatorChaos? Chaos { get; set; }

    /// <summary>Waited before every answer.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Awaited before every answer: a test lets go when it has done what it wants to do meanwhile.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>How many requests arrived.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many of them were refused for what they were, before any script was asked.</summary>
    public int Rejected => Volatile.Read(ref _rejected);

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<EmulatedRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>Scripts the next answers; what was scripted before comes first.</summary>
    /// <param name="behaviour">A name of the emulator's list, with an argument after a colon: <c>finish:IMAGE_SAFETY</c>.</param>
    /// <param name="times">For how many requests.</param>
    public void Next(string behaviour, int times = 1)
    {
        var parsed = Behaviour.Parse(behaviour);
        lock (_gate)
        {
            for (var i = 0; i < times; i++)
                _script.Enqueue(parsed);
        }
    }

    /// <summary>Forgets script, requests, default, chaos and what is waited for.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _script.Clear();
            _requests.Clear();
            (_count, _rejected) = (0, 0);
            (Default, Chaos, Latency, Until) = (Behaviour.Ok, null, TimeSpan.Zero, Task.CompletedTask);
        }
    }

    /// <summary>Completes when this many requests have arrived, so that a test can act while one is in flight.</summary>
    public async Task WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_count >= count)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    internal void Record(EmulatedRequest request)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _count++;
            _requests.Enqueue(request);
            if (_requests.Count > Remembered)
                _requests.Dequeue();
            (signal, _changed) = (_changed, NewSignal());
        }

        signal.SetResult();
    }

    internal void Reject() => Interlocked.Increment(ref _rejected);

    internal async Task<Behaviour> TakeAsync(CancellationToken cancellationToken)
    {
        Behaviour behaviour;
        lock (_gate)
            behaviour = _script.TryDequeue(out var scripted) ? scripted : Chaos?.Draw() ?? Default;
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, cancellationToken);
        await Until.WaitAsync(cancellationToken);
        return behaviour;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
