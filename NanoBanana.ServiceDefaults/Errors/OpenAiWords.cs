using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>OpenAI's words for our failures.</summary>
internal static class OpenAiWords
{
    private const string Request = "invalid_request_error";
    private const string Image = "image_generation_user_error";
    private const string Server = "server_error";

    public static string TypeOf(ErrorCode code) => code.Kind switch
    {
        ErrorKind.UnsafePrompt or ErrorKind.ProviderRefused => Image,
        ErrorKind.Validation when code == ErrorCodes.InvalidInputImage => Image,
        ErrorKind.RateLimited or ErrorKind.ProviderThrottled => "requests",
        ErrorKind.CreditsExhausted => "insufficient_quota",
        ErrorKind.NoProvider or ErrorKind.Unavailable or ErrorKind.ProviderUnavailable or ErrorKind.ProviderTimedOut or ErrorKind.StillRunning or ErrorKind.Internal => Server,
        _ => Request,
    };

    /// <summary>Null where OpenAI has none, of a body that cannot be read; where it has no word for what happened, our own.</summary>
    /// <param name="field">The one that is named; null when none is.</param>
    public static string? CodeOf(ErrorCode code, FieldError? field) => code.Kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => "invalid_api_key",
        ErrorKind.Forbidden => code == ErrorCodes.AccountBanned ? "account_deactivated" : "insufficient_permissions",
        ErrorKind.Validation => OfInput(code, field),
        ErrorKind.UnsafePrompt => "moderation_blocked",
        ErrorKind.ProviderRefused when StageOf(code) is not null => "moderation_blocked",
        ErrorKind.RateLimited or ErrorKind.ProviderThrottled => "rate_limit_exceeded",
        ErrorKind.CreditsExhausted => "insufficient_quota",
        ErrorKind.NotFound when code == ErrorCodes.RouteNotFound => "unknown_url",
        ErrorKind.NotFound when code == ErrorCodes.ModelNotFound => "model_not_found",
        ErrorKind.MethodNotAllowed => "method_not_supported",
        ErrorKind.UnsupportedMediaType => "unsupported_content_type",
        ErrorKind.BadRequest when code == ErrorCodes.MalformedRequest => null,
        _ => code.Code,
    };

    /// <summary>Whether what was asked or what was made was refused for its content; null when that is not what happened.</summary>
    public static string? StageOf(ErrorCode code) =>
        code == ErrorCodes.PromptBlocked || code == ErrorCodes.ProviderRefusedInput ? "input"
        : code == ErrorCodes.ProviderRefusedOutput ? "output"
        : null;

    private static string? OfInput(ErrorCode code, FieldError? field)
    {
        if (code == ErrorCodes.InvalidInputImage)
            return "invalid_image_file";
        if (code != ErrorCodes.InvalidRequest)
            return code.Code;
        return field?.Type switch
        {
            "json_invalid" => null,
            "missing" => field.Field.Length == 0 ? null : "missing_required_parameter",
            OpenAiErrors.UnknownParameter => OpenAiErrors.UnknownParameter,
            "type_error" or "int_parsing" => "invalid_type",
            _ => "invalid_value",
        };
    }
}
