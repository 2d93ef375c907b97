using System.Text.Json;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary><c>{"success": false, "error": "text", "message": "text", "code": "CODE", ...numbers}</c>.</summary>
internal static class KieErrors
{
    public static void Write(Utf8JsonWriter json, ApiFailure failure)
    {
        var message = failure.Fields.Count > 0 ? failure.Fields[0].Message : failure.Text;
        json.WriteStartObject();
        json.WriteBoolean("success", value: false);
        json.WriteString("error", Title(failure.Code.Kind) ?? message);
        json.WriteString("message", message);
        json.WriteString("code", Code(failure.Code.Kind));
        foreach (var (name, value) in failure.Details)
            json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private static string? Title(ErrorKind kind) => kind switch
    {
        ErrorKind.MissingCredential => "Authentication required",
        ErrorKind.BadCredential => "Invalid token",
        ErrorKind.CreditsExhausted => "Insufficient credits",
        _ => null,
    };

    private static string Code(ErrorKind kind) => kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => "UNAUTHORIZED",
        ErrorKind.Forbidden => "FORBIDDEN",
        ErrorKind.Validation or ErrorKind.BadRequest or ErrorKind.PayloadTooLarge => "VALIDATION_ERROR",
        ErrorKind.UnsafePrompt => "CONTENT_BLOCKED",
        ErrorKind.CreditsExhausted => "INSUFFICIENT_CREDITS",
        ErrorKind.RateLimited or ErrorKind.ProviderThrottled => "QUOTA_EXCEEDED",
        ErrorKind.NotFound or ErrorKind.Gone => "NOT_FOUND",
        ErrorKind.ProviderTimedOut or ErrorKind.StillRunning => "TIMEOUT",
        ErrorKind.Unavailable => "SERVICE_UNAVAILABLE",
        ErrorKind.ProviderRefused or ErrorKind.ProviderUnavailable or ErrorKind.NoProvider => "GENERATION_FAILED",
        _ => "INTERNAL_ERROR",
    };
}
