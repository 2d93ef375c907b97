using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// The one table from kind to status. The families agree on most rows (the default column); each states only where it differs.
/// </summary>
public static class ErrorStatus
{
    public static int Of(ErrorKind kind, WireFamily family) => (kind, family) switch
    {
        (ErrorKind.Validation, WireFamily.Banatie or WireFamily.Kie or WireFamily.OpenAi) => StatusCodes.Status400BadRequest,
        (ErrorKind.Validation or ErrorKind.PayloadTooLarge, WireFamily.Gemini) => StatusCodes.Status400BadRequest,
        (ErrorKind.ProviderUnavailable, WireFamily.Gemini) => StatusCodes.Status503ServiceUnavailable,
        (ErrorKind.Gone, WireFamily.Gemini) => StatusCodes.Status404NotFound,
        (ErrorKind.PayloadTooLarge, WireFamily.Banatie) => StatusCodes.Status400BadRequest,
        (ErrorKind.CreditsExhausted, WireFamily.Kie or WireFamily.Ours) => StatusCodes.Status402PaymentRequired,
        (ErrorKind.NoProvider, WireFamily.Lab) => StatusCodes.Status400BadRequest,
        (ErrorKind.NoProvider, WireFamily.Banatie or WireFamily.Kie) => StatusCodes.Status500InternalServerError,
        (ErrorKind.ProviderRefused or ErrorKind.ProviderThrottled, WireFamily.Banatie) => StatusCodes.Status500InternalServerError,
        (ErrorKind.ProviderRefused, WireFamily.Kie) => StatusCodes.Status500InternalServerError,
        (ErrorKind.ProviderUnavailable, WireFamily.Lab) => StatusCodes.Status503ServiceUnavailable,
        (ErrorKind.ProviderUnavailable or ErrorKind.ProviderTimedOut, WireFamily.Banatie) => StatusCodes.Status500InternalServerError,
        (ErrorKind.ProviderUnavailable, WireFamily.Kie) => StatusCodes.Status500InternalServerError,
        (ErrorKind.ProviderTimedOut, WireFamily.Saas) => StatusCodes.Status502BadGateway,
        _ => Default(kind),
    };

    private static int Default(ErrorKind kind) => kind switch
    {
        ErrorKind.MissingCredential or ErrorKind.BadCredential => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Validation => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.BadRequest or ErrorKind.UnsafePrompt or ErrorKind.ProviderRefused => StatusCodes.Status400BadRequest,
        ErrorKind.RateLimited or ErrorKind.CreditsExhausted or ErrorKind.ProviderThrottled => StatusCodes.Status429TooManyRequests,
        ErrorKind.NoProvider or ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.ProviderUnavailable => StatusCodes.Status502BadGateway,
        ErrorKind.ProviderTimedOut or ErrorKind.StillRunning => StatusCodes.Status504GatewayTimeout,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.Gone => StatusCodes.Status410Gone,
        _ => StatusCodes.Status500InternalServerError,
    };
}
