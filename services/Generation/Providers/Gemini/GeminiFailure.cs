using System.Text.Json;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>Turns a status that is not a success into our words. Google's text is read for its hint and goes no further.</summary>
internal static class GeminiFailure
{
    private const string BadKey = "API_KEY_INVALID";

    public static ProviderResult.Failed Of(ProviderAnswer answer)
    {
        var error = Parse(answer.Body.Span);
        var reason = error?.Details?.Select(static detail => ShortToken.Clean(detail?.Reason)).FirstOrDefault(static text => text is not null);
        var kind = ShortToken.Clean(error?.Status);
        var failure = Classify(answer.Status, kind, reason);
        return new ProviderResult.Failed(failure, reason ?? kind ?? $"HTTP {answer.Status}", HintFor(failure, answer.RetryAfter, error));
    }

    private static FailureClass Classify(int status, string? kind, string? reason) => status switch
    {
        400 when reason == BadKey => FailureClass.Unauthorised,
        // Our account or its region, not the caller's input.
        400 when kind == "FAILED_PRECONDITION" => FailureClass.Unauthorised,
        _ => HttpFailures.Classify(status),
    };

    private static TimeSpan? HintFor(FailureClass failure, TimeSpan? header, GeminiError? error)
    {
        if (failure is not (FailureClass.Throttled or FailureClass.Overloaded))
            return null;
        var delay = error?.Details?.Select(static detail => detail?.RetryDelay).FirstOrDefault(static text => text is not null);
        return GoogleDuration.FromDuration(delay) ?? header ?? GoogleDuration.FromMessage(error?.Message);
    }

    /// <summary>Null for a body that is not Google's, such as a proxy's page. The object may be wrapped in an array.</summary>
    private static GeminiError? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.TrimStart(" \r\n\t"u8).StartsWith("["u8)
                ? JsonSerializer.Deserialize(body, GeminiErrorJson.Default.GeminiErrorBodyArray)?.FirstOrDefault()?.Error
                : JsonSerializer.Deserialize(body, GeminiErrorJson.Default.GeminiErrorBody)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
