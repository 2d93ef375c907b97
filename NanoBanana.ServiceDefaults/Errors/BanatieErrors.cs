using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>success</c>, <c>error</c> and <c>message</c>, whose meaning differs by route: on the generation routes <c>message</c> is the
/// outcome and <c>error</c> the cause; on the admin routes and for credentials <c>error</c> is the title and <c>message</c> explains.
/// </summary>
internal static class BanatieErrors
{
    private const string NotConfigured = "Server configuration error";

    public static void Write(Utf8JsonWriter json, ApiFailure failure, PathString path, string originalPrompt)
    {
        json.WriteStartObject();
        json.WriteBoolean("success", value: false);
        if (IsAboutTheCaller(failure.Code.Kind) || !IsGeneration(path))
        {
            json.WriteString("error", Title(failure));
            json.WriteString("message", Cause(failure));
        }
        else if (path == "/api/enhance")
        {
            json.WriteString("originalPrompt", originalPrompt);
            json.WriteString("error", Prefixed(failure));
        }
        else if (path == "/api/text-to-image" && failure.Code.Kind == ErrorKind.Validation)
        {
            json.WriteString("message", "Validation failed");
            json.WriteString("error", Cause(failure));
        }
        else
        {
            json.WriteString("message", "Image generation failed");
            json.WriteString("error", Prefixed(failure));
        }

        json.WriteEndObject();
    }

    private static bool IsGeneration(PathString path) => path == "/api/generate" || path == "/api/text-to-image" || path == "/api/enhance";

    private static bool IsAboutTheCaller(ErrorKind kind) =>
        kind is ErrorKind.MissingCredential or ErrorKind.BadCredential or ErrorKind.Forbidden or ErrorKind.RateLimited;

    private static string Prefixed(ApiFailure failure) => failure.Code.Kind switch
    {
        _ when failure.Code == ErrorCodes.InvalidInputImage => "Reference image validation failed: " + Cause(failure),
        ErrorKind.Validation => "Validation failed: " + Cause(failure),
        ErrorKind.NoProvider => NotConfigured,
        _ => Cause(failure),
    };

    /// <summary>What there is to say; of bad input the first fault, with its field.</summary>
    private static string Cause(ApiFailure failure) => failure.Fields.Count > 0 ? failure.Fields[0].Named : failure.Text;

    private static string Title(ApiFailure failure) => failure.Code.Kind switch
    {
        _ when failure.Code == ErrorCodes.BootstrapClosed => "Bootstrap not allowed",
        _ when failure.Code == ErrorCodes.KeyNotFound => "Key not found",
        _ when failure.Code == ErrorCodes.LastMasterKey => "Last master key",
        ErrorKind.MissingCredential => "Missing API key",
        ErrorKind.BadCredential => "Invalid API key",
        ErrorKind.Forbidden => "Master key required",
        ErrorKind.Validation => "Validation failed",
        ErrorKind.RateLimited => "Rate limit exceeded",
        ErrorKind.NoProvider => NotConfigured,
        _ => failure.Text,
    };
}
