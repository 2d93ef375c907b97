using System.Text.Json;

namespace NanoBanana.Contracts.Notifications;

/// <summary>
/// Something to be kept for an account until its owner has seen it. <c>POST /internal/notifications</c> takes a list of them, 1 to
/// <see cref="MaxItems"/>, and stores all of those it does not know or, when one is not acceptable, none.
/// </summary>
/// <param name="Id">Of what it tells, so that telling it again changes nothing, not even what its owner has deleted.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Type">One of <see cref="NotificationTypes"/>.</param>
/// <param name="Title">1 to <see cref="MaxTitle"/> characters.</param>
/// <param name="Message">1 to <see cref="MaxMessage"/> characters, or null.</param>
/// <param name="Data">An object for programs, of at most <see cref="MaxData"/> characters: ids, never a prompt or a secret.</param>
/// <param name="CreatedAt">When it came about.</param>
public sealed record NewNotification(Guid Id, Guid AccountId, string Type, string Title, string? Message, JsonElement Data, DateTimeOffset CreatedAt)
{
    public const int MaxItems = 100;
    public const int MaxTitle = 200;
    public const int MaxMessage = 5_000;
    public const int MaxData = 4_096;
}

/// <summary>The answer to a list of <see cref="NewNotification"/>.</summary>
/// <param name="Stored">How many were new.</param>
public sealed record StoredNotifications(int Stored);

/// <summary>What the sockets of an account are told of a new one, in a frame of the type <see cref="AccountPush.Notification"/>.</summary>
public sealed record PushedNotification(Guid Id, string Type, string Title, string? Message, JsonElement Data);
