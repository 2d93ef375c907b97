namespace NanoBanana.Testing.Emulators;

/// <summary>How many orders are under way at an emulator, and how many were at most.</summary>
public sealed class EmulatorGauge
{
    private readonly Lock _gate = new();
    private int _now;
    private int _most;

    public int Now => Volatile.Read(ref _now);

    /// <summary>At any moment since it was started, or since <see cref="Forget"/>.</summary>
    public int Most => Volatile.Read(ref _most);

    public void Forget()
    {
        lock (_gate)
            _most = _now;
    }

    internal void Begin()
    {
        lock (_gate)
            _most = Math.Max(_most, ++_now);
    }

    internal void End()
    {
        lock (_gate)
            _now--;
    }
}
