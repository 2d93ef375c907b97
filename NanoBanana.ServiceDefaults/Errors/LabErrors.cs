using System.Text.Json;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>{"success": false, "error": {"code", "message", "details"?}, "detail": "message"}</c>: one body for old clients, which read
/// <c>detail</c>, and for later ones, which read <c>error</c> first.
/// </summary>
public static class LabErrors
{
    /// <summary>Two things have words of their own when they are missing.</summary>
    private static string Code(ErrorCode code) => code == ErrorCodes.SessionNotFound ? "session_not_found"
        : code == ErrorCodes.TaskNotFound ? "task_not_found"
        : Code(code.Kind);

    internal static void Write(Utf8JsonWriter json, ApiFailure failure)
    {
        var message = Message(failure);
        json.WriteStartObject();
        json.WriteBoolean("success", value: false);
        json.WriteStartObject("error");
        json.WriteString("code", Code(failure.Code));
        json.WriteString("message", message);
        WriteDetails(json, failure);
        json.WriteEndObject();
        json.WriteString("detail", message);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, ApiFailure failure)
    {
        if (failure.Code.Kind == ErrorKind.Validation)
        {
            json.WriteStartObject("details");
            json.WriteStartArray("errors");
            foreach (var field in failure.Fields)
            {
                json.WriteStartObject();
                json.WriteString("field", field.Field.Length > 0 ? $"{field.Location} -> {field.Field}" : field.Location);
                json.WriteString("message", field.Message);
                json.WriteString("type", field.Type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (failure.Details.Count > 0)
        {
            json.WriteStartObject("details");
            foreach (var (name, value) in failure.Details)
                json.WriteNumber(name, value);
            json.WriteEndObject();
        }
    }

    /// <summary>What the Lab's callers read.</summary>
    public static string Message(ApiFailure failure) => failure.Code.Kind switch
    {
        ErrorKind.MissingCredential => "Authentication required",
        ErrorKind.Validation => "Request validation failed",
        ErrorKind.NoProvider => "No API key configured",
        _ => failure.Text,
    };

    /// <summary>The Lab's own word for a kind of failure.</summary>
    public static string Code(ErrorKind kind) => kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => "authentication_failed",
        ErrorKind.Forbidden => "authorization_failed",
        ErrorKind.Validation => "validation_error",
        ErrorKind.BadRequest or ErrorKind.UnsupportedMediaType or ErrorKind.PayloadTooLarge or ErrorKind.NoProvider => "bad_request",
        ErrorKind.UnsafePrompt or ErrorKind.ProviderRefused => "content_blocked",
        ErrorKind.RateLimited or ErrorKind.ProviderThrottled => "rate_limit_exceeded",
        ErrorKind.CreditsExhausted => "quota_exceeded",
        ErrorKind.ProviderUnavailable => "external_service_error",
        ErrorKind.ProviderTimedOut or ErrorKind.StillRunning => "generation_timeout",
        ErrorKind.NotFound or ErrorKind.Gone => "not_found",
        ErrorKind.MethodNotAllowed => "method_not_allowed",
        ErrorKind.Conflict => "conflict",
        ErrorKind.Unavailable => "service_unavailable",
        _ => "internal_error",
    };
}
