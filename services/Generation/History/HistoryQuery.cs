namespace NanoBanana.Generation.History;

/// <summary>Which page of a history is wanted.</summary>
/// <param name="Mode">Only images of one mode.</param>
/// <param name="Search">Only those whose prompt has this in it, whatever the case.</param>
/// <param name="From">Not older than this.</param>
/// <param name="To">Not newer than this.</param>
internal sealed record HistoryQuery(string? Mode, string? Search, DateTimeOffset? From, DateTimeOffset? To, bool OldestFirst, int Limit, int Offset)
{
    /// <summary>Patterns that what is searched for fulfils and few images do: <see cref="HistoryGuides"/>.</summary>
    public IReadOnlyList<string> Guides { get; init; } = [];
}

/// <param name="Items">At most as many as asked for.</param>
/// <param name="Total">Of all that fit. With a search or dates it is counted no further than <see cref="HistoryPages.MaxCounted"/>.</param>
/// <param name="HasMore">Whether others follow.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryImage> Items, long Total, bool HasMore);

/// <summary>One image of a history.</summary>
/// <param name="Name">As <see cref="HistoryNames"/> made it.</param>
/// <param name="IsKept">Whether its bytes are stored.</param>
/// <param name="Width">As it was asked for, in pixels, with <paramref name="Height"/>.</param>
/// <param name="TookMs">From the order to the end of its job.</param>
internal sealed record HistoryImage(
    Guid Id, Guid JobId, int Image, string Name, string Prompt, string Mode, string MediaType, string? StorageKey, DateTimeOffset CreatedAt, int TookMs,
    string? Provider, string? Model, string? Resolution, int Width, int Height)
{
    public bool IsKept => StorageKey is not null;

    /// <summary>The chat session of which it was a turn, which may be deleted by now.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>What the model wrote beside it.</summary>
    public string? TextResponse { get; init; }

    /// <summary>What the model thought aloud.</summary>
    public string? Thinking { get; init; }
}

/// <summary>A history in figures.</summary>
internal sealed record HistoryFigures(IReadOnlyDictionary<string, long> ImagesByMode, long TookMs, DateTimeOffset? Earliest, DateTimeOffset? Latest);
