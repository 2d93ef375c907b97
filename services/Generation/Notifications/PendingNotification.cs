namespace NanoBanana.Generation.Notifications;

/// <summary>An end that is to be told.</summary>
/// <param name="Id">The event's.</param>
/// <param name="EventType">One of <see cref="OutboxNotification.Types"/>.</param>
/// <param name="Subject">What ended, as on the wire.</param>
/// <param name="Why">A video's error code, or the reason why a webhook was disabled.</param>
/// <param name="Asked">Images that a batch was asked for; 0 of everything else.</param>
/// <param name="Made">Those of them that were made.</param>
/// <param name="CreatedAt">The event's.</param>
internal sealed record PendingNotification(
    Guid Id, Guid AccountId, string EventType, string? Subject, string? Why, long Asked, long Made, DateTimeOffset CreatedAt);
