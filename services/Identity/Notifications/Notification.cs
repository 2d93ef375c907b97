namespace NanoBanana.Identity.Notifications;

/// <summary>Something that an account's owner is told.</summary>
/// <remarks>
/// Whoever makes one gives it its id and may repeat it. A deleted one therefore stays as an empty row until its days are over: the repetition
/// finds it and makes nothing.
/// </remarks>
public sealed class Notification
{
    public required Guid Id { get; init; }

    /// <summary>A user's id, or the operator's account. No foreign key: the operator is no user.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>One of <see cref="Contracts.Notifications.NotificationTypes"/>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public string? Message { get; init; }

    /// <summary>An object, as JSON.</summary>
    public required string Data { get; init; }

    /// <summary>When what it tells came about, by the database of whoever tells it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Computed by the database, for its indexes.</summary>
    public bool IsRead { get; init; }
}
