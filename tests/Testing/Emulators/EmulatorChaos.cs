namespace NanoBanana.Testing.Emulators;

/// <summary>Lets a share of the answers go wrong, by lot: which ones, the seed and the order of arrival decide.</summary>
/// <param name="share">Of all answers, from 0 to 1.</param>
/// <param name="seed">The same lots for the same seed.</param>
/// <param name="behaviours">What goes wrong, each as likely as the others; one that is named twice is twice as likely.</param>
public sealed class EmulatorChaos(double share, int seed, IReadOnlyList<string> behaviours)
{
    private readonly Lock _gate = new();
    private readonly Random _lots = new(seed);
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private int _drawn;

    /// <summary>How many answers were decided.</summary>
    public int Drawn => Volatile.Read(ref _drawn);

    /// <summary>How often each thing went wrong.</summary>
    public IReadOnlyDictionary<string, int> Done
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, int>(_done, StringComparer.Ordinal);
        }
    }

    /// <summary>Null when this answer goes well.</summary>
    internal Behaviour? Draw()
    {
        lock (_gate)
        {
            _drawn++;
            if (_lots.NextDouble() >= share)
                return null;
            var name = behaviours[_lots.Next(behaviours.Count)];
            _done[name] = _done.GetValueOrDefault(name) + 1;
            return Behaviour.Parse(name);
        }
    }
}
