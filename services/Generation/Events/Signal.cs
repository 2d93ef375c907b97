namespace NanoBanana.Generation.Events;

/// <summary>Wakes one waiting loop. Raised while nobody waits it is kept, once.</summary>
internal class Signal
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is raised already.
        }
    }

    /// <summary>Until raised, or until the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _raised.WaitAsync(longest, cancellationToken);
}
