using System.Globalization;
using System.Text.Json;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>{"error": {"code": 400, "message": "text", "status": "INVALID_ARGUMENT", "details": [...]}}</c>, as Google's clients read it. The details are the fields at
/// fault, our own code with the numbers that callers compute with, and when to come back.
/// </summary>
internal static class GeminiErrors
{
    private const string Types = "type.googleapis.com/google.rpc.";
    private const string HowToSendAKey = "The request carries no key: send one as x-goog-api-key, as ?key= or as Authorization: Bearer";

    public static void Write(Utf8JsonWriter json, ApiFailure failure, int status, TimeSpan? retryAfter)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", status);
        json.WriteString("message", MessageOf(failure));
        json.WriteString("status", StatusOf(failure.Code.Kind));
        json.WriteStartArray("details");
        WriteInfo(json, failure);
        WriteFields(json, failure.Fields);
        if (retryAfter is { } wait)
        {
            json.WriteStartObject();
            json.WriteString("@type", Types + "RetryInfo");
            json.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))}s"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter json, ApiFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("@type", Types + "ErrorInfo");
        json.WriteString("reason", failure.Code.Code.Replace('.', '_').ToUpperInvariant());
        json.WriteString("domain", "nanobanana");
        json.WriteStartObject("metadata");
        json.WriteString("code", failure.Code.Code);
        foreach (var (name, value) in failure.Details)
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldError> fields)
    {
        if (fields.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("@type", Types + "BadRequest");
        json.WriteStartArray("fieldViolations");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("field", field.Field);
            json.WriteString("description", field.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string MessageOf(ApiFailure failure) => failure switch
    {
        { Fields: [var field, ..] } => field.Field.Length == 0 ? field.Message : $"{field.Field}: {field.Message}",
        { Message: null, Code.Kind: ErrorKind.MissingCredential } => HowToSendAKey,
        _ => failure.Text,
    };

    /// <summary>Google's name of a failure; where it has none, the nearest.</summary>
    private static string StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => "UNAUTHENTICATED",
        ErrorKind.Forbidden => "PERMISSION_DENIED",
        ErrorKind.NotFound or ErrorKind.Gone => "NOT_FOUND",
        ErrorKind.MethodNotAllowed => "UNIMPLEMENTED",
        ErrorKind.Conflict => "ABORTED",
        ErrorKind.RateLimited or ErrorKind.CreditsExhausted or ErrorKind.ProviderThrottled => "RESOURCE_EXHAUSTED",
        ErrorKind.NoProvider or ErrorKind.ProviderUnavailable or ErrorKind.Unavailable => "UNAVAILABLE",
        ErrorKind.ProviderTimedOut or ErrorKind.StillRunning => "DEADLINE_EXCEEDED",
        ErrorKind.Internal => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };
}
