using System.Text.Json;
using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Internal;

/// <summary>What the database would refuse, said before it is asked, with the number of the one at fault.</summary>
internal static class NewNotificationRules
{
    public static RequestValidation Check(IReadOnlyList<NewNotification?> body)
    {
        var validation = new RequestValidation();
        if (body.Count is < 1 or > NewNotification.MaxItems)
            validation.Add("", "value_error", $"List should have 1 to {NewNotification.MaxItems} items");
        else
        {
            for (var i = 0; i < body.Count; i++)
                validation.AddWithin(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Check(body[i]));
        }

        return validation;
    }

    private static RequestValidation Check(NewNotification? notification)
    {
        var validation = new RequestValidation();
        if (notification is null)
        {
            validation.Add("", "missing", "Field required");
            return validation;
        }

        if (notification.Id == Guid.Empty)
            validation.Add("id", "missing", "Field required");
        if (notification.AccountId == Guid.Empty)
            validation.Add("account_id", "missing", "Field required");
        if (notification.Type is null)
            validation.Add("type", "missing", "Field required");
        validation.OneOf("type", notification.Type, [.. NotificationTypes.All]);
        validation.Text("title", notification.Title, 1, NewNotification.MaxTitle);
        validation.Text("message", notification.Message, 1, NewNotification.MaxMessage, required: false);
        if (notification.CreatedAt == default)
            validation.Add("created_at", "missing", "Field required");

        // Postgres keeps no NUL, not even an escaped one.
        if (notification.Data.ValueKind != JsonValueKind.Object || notification.Data.GetRawText() is { Length: > NewNotification.MaxData }
            || notification.Data.GetRawText().Contains(@"\u0000", StringComparison.Ordinal))
            validation.Add("data", "value_error", $"Input should be an object of at most {NewNotification.MaxData} characters without NUL");
        return validation;
    }
}
