namespace NanoBanana.Gateway.Limits;

/// <summary>One window: at most <paramref name="Limit"/> requests of <paramref name="Subject"/> in any <paramref name="Length"/>.</summary>
/// <param name="Name">Which rule: part of the Redis key and of the metric.</param>
/// <param name="Subject">Whose: a key's id, an address.</param>
internal sealed record SlidingWindow(string Name, string Subject, int Limit, TimeSpan Length)
{
    public string RedisKey => $"nanobanana:limit:{Name}:{Subject}";
}

/// <summary>Whether a request was admitted, and what its answer says of the window.</summary>
/// <param name="IsAdmitted">All windows had room, and it was counted into each.</param>
/// <param name="Window">The window that refused, or the one with the least room.</param>
/// <param name="Remaining">Requests left in it.</param>
/// <param name="FreesAt">When the oldest counted request leaves it.</param>
/// <param name="RetryAfter">Until then.</param>
/// <param name="Ticket">Names what was counted, so that it can be given back.</param>
internal sealed record Admission(
    bool IsAdmitted, SlidingWindow Window, int Remaining, DateTimeOffset FreesAt, TimeSpan RetryAfter, string Ticket);
