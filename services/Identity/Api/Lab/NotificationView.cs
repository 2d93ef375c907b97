using System.Text.Json;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Identity.Notifications;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>A notification as its owner sees it.</summary>
/// <param name="Type">One of <see cref="NotificationTypes"/>.</param>
/// <param name="Message">More than the title says; may be null.</param>
/// <param name="Data">For programs: the id of what it is about.</param>
/// <param name="ReadAt">Null until it is marked.</param>
internal sealed record NotificationView(
    Guid Id, string Type, string Title, string? Message, JsonElement Data, bool IsRead, DateTimeOffset? ReadAt, DateTimeOffset CreatedAt)
{
    public static NotificationView Of(Notification row) =>
        new(row.Id, row.Type, row.Title, row.Message, JsonElement.Parse(row.Data), row.IsRead, row.ReadAt, row.CreatedAt);
}
