namespace NanoBanana.Generation.Events;

/// <summary>A piece of an account's log.</summary>
/// <param name="Items">Ascending.</param>
/// <param name="Next">The cursor to go on with: everything up to it has been looked at.</param>
/// <param name="Head">The number of the newest event.</param>
internal sealed record EventPage(IReadOnlyList<LoggedEvent> Items, long Next, long Head)
{
    /// <summary>Set when events after the cursor are kept no more: the oldest that is. Nothing was read then.</summary>
    public long? ExpiredBefore { get; init; }

    /// <summary>Whether there is more to look at right now.</summary>
    public bool HasMore => Next < Head;
}
