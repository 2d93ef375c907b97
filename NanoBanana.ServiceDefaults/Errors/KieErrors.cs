using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>{"success": false, "error": "text", "message": "text", "code": "CODE", ...extra}</c>. What its callers compute with stands beside it:
/// <c>required</c> and <c>available</c> credits, <c>cancelled</c>, and of what went wrong here or at a provider our own code as <c>details</c>.
/// </summary>
public static class KieErrors
{
    internal static void Write(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteStartObject();
        json.WriteBoolean("success", value: false);
        WriteFields(json, failure);
        json.WriteEndObject();
    }

    /// <summary>All but <c>success</c>, into an object that somebody else begins and ends.</summary>
    public static void WriteFields(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteString("error", Title(failure));
        json.WriteString("message", Message(failure));
        json.WriteString("code", CodeOf(failure.Code));
        if (ErrorStatus.Of(failure.Code.Kind, WireFamily.Kie) >= StatusCodes.Status500InternalServerError)
            json.WriteString("details", failure.Code.Code);
        if (failure.Code == ErrorCodes.Cancelled)
            json.WriteBoolean("cancelled", value: true);
        foreach (var (name, value) in failure.Details)
            json.WriteNumber(name, value);
    }

    /// <summary>What its clients show.</summary>
    public static string Title(ApiFailure failure) => failure.Code.Kind switch
    {
        ErrorKind.MissingCredential => "Authentication required",
        ErrorKind.BadCredential when failure.Code == ErrorCodes.ExpiredKey => "Token expired",
        ErrorKind.BadCredential => "Invalid token",
        ErrorKind.CreditsExhausted => "Insufficient credits",
        _ => Message(failure),
    };

    /// <summary>What there is to say; of bad input the first fault, with its field.</summary>
    public static string Message(ApiFailure failure)
    {
        if (failure.Fields.Count > 0)
            return failure.Fields[0].Named;
        if (failure.Message is not null)
            return failure.Message;
        if (failure.Code.Kind == ErrorKind.MissingCredential)
            return "No authorization header provided";
        return failure.Details.TryGetValue("required", out var required) && failure.Details.TryGetValue("available", out var available)
            ? string.Create(CultureInfo.InvariantCulture, $"You need {required} credits but only have {available}")
            : failure.Text;
    }

    /// <summary>The family's own word for a failure.</summary>
    public static string CodeOf(ErrorCode code) => code.Kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => "UNAUTHORIZED",
        ErrorKind.Forbidden => "FORBIDDEN",
        ErrorKind.Validation or ErrorKind.BadRequest or ErrorKind.PayloadTooLarge => "VALIDATION_ERROR",
        ErrorKind.UnsafePrompt => "CONTENT_BLOCKED",
        ErrorKind.CreditsExhausted => "INSUFFICIENT_CREDITS",
        ErrorKind.RateLimited or ErrorKind.ProviderThrottled => "QUOTA_EXCEEDED",
        ErrorKind.NotFound or ErrorKind.Gone => "NOT_FOUND",
        ErrorKind.MethodNotAllowed => "METHOD_NOT_ALLOWED",
        ErrorKind.UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        ErrorKind.Conflict => code == ErrorCodes.Cancelled ? "CANCELLED" : "CONFLICT",
        ErrorKind.ProviderTimedOut or ErrorKind.StillRunning => "TIMEOUT",
        ErrorKind.Unavailable => "SERVICE_UNAVAILABLE",
        ErrorKind.ProviderRefused or ErrorKind.ProviderUnavailable or ErrorKind.NoProvider => "GENERATION_FAILED",
        _ => "INTERNAL_ERROR",
    };
}
