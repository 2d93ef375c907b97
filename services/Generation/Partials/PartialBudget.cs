namespace NanoBanana.Generation.Partials;

/// <summary>What all partial images together may take that wait here for their readers, in bytes: hundreds of callers may read slowly at once.</summary>
internal sealed class PartialBudget(long most = PartialBudget.Most)
{
    /// <summary>Four of the largest, or some forty of the usual.</summary>
    public const long Most = 4L * PartialImage.MaxBytes;
    private long _taken;

    /// <summary>False when there is no room, and nothing was taken.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
            return true;
        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
