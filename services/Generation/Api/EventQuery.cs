using System.Globalization;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Events;
using NanoBanana.Generation.Events;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api;

/// <summary>What those who read the event log ask by: a cursor and types.</summary>
internal static class EventQuery
{
    public const string LastEventId = "Last-Event-ID";

    /// <summary>A cursor; null when there is none. Empty ones are none, as browsers send them.</summary>
    public static long? Cursor(string? text, string field, string location, RequestValidation validation)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) && cursor <= long.MaxValue / 2)
            return cursor;
        validation.Add(field, "int_parsing", "Input should be the sequence of an event, or the next of an earlier answer", location);
        return null;
    }

    /// <summary>Types by commas; null for all.</summary>
    public static string[]? Types(string? text, RequestValidation validation)
    {
        var types = text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (types is not { Length: > 0 })
            return null;
        if (Array.Find(types, static type => !EventTypes.All.Contains(type)) is { } unknown)
            validation.Add("types", "literal_error", $"There is no event type '{unknown}'", "query");
        return [.. types.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Why a cursor does not lead into this log; null when it does.</summary>
    public static ApiFailure? Refuse(EventPage page, long after)
    {
        if (page.ExpiredBefore is { } oldest)
        {
            return new ApiFailure(ErrorCodes.EventsExpired)
            {
                Message = string.Create(CultureInfo.InvariantCulture, $"Events after {after} are kept no more; the oldest that is kept is {oldest}"),
                Details = new Dictionary<string, long>(StringComparer.Ordinal) { ["oldest"] = oldest },
            };
        }

        if (after <= page.Head)
            return null;
        var validation = new RequestValidation();
        validation.Add("after", "value_error", "Input should be a cursor from an earlier answer; this log has not come so far", "query");
        return validation.Failure;
    }
}
