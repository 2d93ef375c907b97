using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Identity.Announcements;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Title">1 to 200 characters.</param>
/// <param name="Message">1 to 5,000 characters.</param>
/// <param name="Type">One of the types of notifications; <c>system</c> unless given.</param>
/// <param name="TargetTiers">Only users of these tiers; null for all tiers.</param>
/// <param name="UserIds">Only these users, 1 to 1,000; null for everybody.</param>
internal sealed record BroadcastRequest(string? Title, string? Message, string? Type, IReadOnlyList<string?>? TargetTiers, IReadOnlyList<string?>? UserIds);

/// <param name="SentCount">How many users it is for. Those who were named have it, the others get it within seconds.</param>
internal sealed record BroadcastView(bool Success, string Message, long SentCount);

internal static class BroadcastNotification
{
    private const int MaxUsers = 1_000;

    public static async Task<Results<Ok<BroadcastView>, FailureResult>> HandleAsync(
        BroadcastRequest body, Caller caller, BroadcastStore store, NotificationPushes pushes, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var (title, message) = (body.Title?.Trim(), body.Message?.Trim());
        validation.Text("title", title, 1, NewNotification.MaxTitle);
        validation.Text("message", message, 1, NewNotification.MaxMessage);
        validation.OneOf("type", body.Type, [.. NotificationTypes.All]);
        AnnouncementRules.CheckTiers(validation, body.TargetTiers);
        if (body.UserIds is { Count: < 1 or > MaxUsers })
            validation.Add("user_ids", "value_error", $"List should have 1 to {MaxUsers} items");
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var ids = new HashSet<Guid>();
        foreach (var text in body.UserIds ?? [])
        {
            if (!Guid.TryParseExact(text, "D", out var id))
                return (FailureResult)ErrorCodes.InvalidUserId;
            ids.Add(id);
        }

        var broadcast = new Announcement
        {
            Title = title!,
            Content = message!,
            Type = AnnouncementRules.Info,
            StartsAt = time.GetUtcNow(),
            TargetTiers = AnnouncementRules.ToOurs(body.TargetTiers),
            BroadcastType = body.Type ?? NotificationTypes.System,
        };
        var act = new AdminAct("notification.broadcast", broadcast.Id.ToString(), Reason: null, DetailOf(broadcast, body.UserIds is null ? null : ids.Count));
        if (body.UserIds is null)
            return Answer(await store.EnqueueAsync(caller.Principal, broadcast, act, cancellationToken));
        var sent = await store.SendAsync(caller.Principal, broadcast, ids, act, cancellationToken);
        foreach (var notification in sent)
            pushes.Push(notification);
        return Answer(sent.Count);
    }

    private static Ok<BroadcastView> Answer(long count) => TypedResults.Ok(new BroadcastView(
        Success: true, string.Create(CultureInfo.InvariantCulture, $"Notification sent to {count} {(count == 1 ? "user" : "users")}"), count));

    private static string DetailOf(Announcement broadcast, int? users) => new JsonObject
    {
        ["title"] = broadcast.Title,
        ["type"] = broadcast.BroadcastType,
        ["target_tiers"] = broadcast.TargetTiers is null ? null : new JsonArray([.. broadcast.TargetTiers.Select(static tier => JsonValue.Create(tier))]),
        ["users"] = users,
    }.ToJsonString();
}
