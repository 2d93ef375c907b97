using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>Turns a status that is not a success into our words.</summary>
internal static class BflFailure
{
    /// <summary>The order's own host does not know it, or no longer.</summary>
    public static ProviderResult.Failed NotFound { get; } = new(FailureClass.Unknown, "TASK_NOT_FOUND");

    /// <summary>Of an order.</summary>
    public static ProviderResult.Failed Sent(ProviderAnswer answer)
    {
        var error = answer.As(BflJson.Default.BflErrorBody);
        var failure = answer.Failure(answer.Status == StatusCodes.Status422UnprocessableEntity ? Reason(error?.Detail) : null);
        return failure with { RetryAfter = failure.RetryAfter ?? Hint(failure.Class, error?.RetryAfter) };
    }

    /// <summary>Of a question after one: what is not about the order says nothing. A refused key may be good again at the next question.</summary>
    public static ProviderResult Polled(ProviderAnswer answer, bool isTold) => answer.Status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound or StatusCodes.Status410Gone or StatusCodes.Status422UnprocessableEntity
            when isTold => NotFound,
        _ => new ProviderResult.Running(answer.RetryAfter),
    };

    /// <summary>The first complaint's kind, of those that a body like ours can cause; null when there is no list of complaints.</summary>
    private static string? Reason(JsonElement? detail)
    {
        if (detail is not { ValueKind: JsonValueKind.Array } list)
            return null;
        try
        {
            return list.Deserialize(BflJson.Default.BflComplaintArray) is not [{ } first, ..] ? null : first.Type switch
            {
                "missing" => "MISSING",
                "extra_forbidden" => "EXTRA_FORBIDDEN",
                "multiple_of" => "MULTIPLE_OF",
                "greater_than_equal" => "GREATER_THAN_EQUAL",
                "less_than_equal" => "LESS_THAN_EQUAL",
                "string_too_long" => "STRING_TOO_LONG",
                "enum" or "literal_error" => "ENUM",
                "value_error" => "VALUE_ERROR",
                _ => "OTHER",
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? Hint(FailureClass failure, JsonElement? seconds) =>
        failure is FailureClass.Throttled or FailureClass.Overloaded
        && seconds is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var wait)
            ? RetryHint.Bounded(TimeSpan.FromSeconds(Math.Clamp(wait, 0, RetryHint.Longest.TotalSeconds)))
            : null;
}
