using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Identity.Notifications;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab;

/// <summary>A page of notifications, newest first.</summary>
/// <param name="Total">All that the filters let through.</param>
/// <param name="UnreadCount">All of the account's, whatever the filters.</param>
/// <param name="HasMore">Whether older ones follow.</param>
internal sealed record NotificationListView(
    IReadOnlyList<NotificationView> Notifications, long Total, long UnreadCount, int Limit, int Offset, bool HasMore);

internal static class ListNotifications
{
    private const int DefaultLimit = 50;

    /// <param name="isRead">Only read ones (<c>true</c>) or unread ones (<c>false</c>).</param>
    /// <param name="type">Only those of one type.</param>
    /// <param name="limit">1 to 100, 50 unless given.</param>
    /// <param name="offset">How many to pass over, 0 unless given.</param>
    public static async Task<Results<Ok<NotificationListView>, FailureResult>> HandleAsync(
        Caller caller, NotificationPages pages, [FromQuery(Name = "is_read")] string? isRead, string? type, string? limit, string? offset, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var query = new NotificationQuery(
            Bool(validation, "is_read", isRead), Type(validation, type),
            validation.QueryInt("limit", limit, DefaultLimit, 1, NotificationPages.MaxLimit), validation.QueryInt("offset", offset, 0, 0, int.MaxValue));
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var page = await pages.ReadAsync(caller.AccountId, query, cancellationToken);
        return TypedResults.Ok(new NotificationListView(
            page.Items, page.Total, page.Unread, query.Limit, query.Offset, query.Offset + (long)page.Items.Count < page.Total));
    }

    private static bool? Bool(RequestValidation validation, string field, string? text)
    {
        switch (text?.ToLowerInvariant())
        {
            case null or "":
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                validation.Add(field, "bool_parsing", "Input should be a valid boolean: true or false", "query");
                return null;
        }
    }

    private static string? Type(RequestValidation validation, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!NotificationTypes.All.Contains(text))
            validation.Add("type", "literal_error", $"Input should be {string.Join(", ", NotificationTypes.All.Select(static type => $"'{type}'"))}", "query");
        return text;
    }
}
