using System.Collections.ObjectModel;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>
/// A list of a request that keeps its first 256 elements and whether there were more. Of the many megabytes that a body may have, a list of empty elements would
/// otherwise make some hundred times as much of memory.
/// </summary>
internal sealed class Bounded<T> : Collection<T?>
{
    /// <summary>How many there may be.</summary>
    public const int Most = 256;

    /// <summary>Whether some were left out.</summary>
    public bool IsCut { get; private set; }

    protected override void InsertItem(int index, T? item)
    {
        if (Count < Most)
            base.InsertItem(index, item);
        else
            IsCut = true;
    }
}
