namespace NanoBanana.Contracts.Errors;

/// <summary>
/// What went wrong, in the only terms that decide a status. Each wire family maps every kind to its own status and shape;
/// the finer distinction is the <see cref="ErrorCode"/>.
/// </summary>
public enum ErrorKind
{
    /// <summary>Our fault. Its cause is logged and never told.</summary>
    Internal = 0,

    /// <summary>No credential where one is demanded.</summary>
    MissingCredential,

    /// <summary>A credential that is unknown, revoked, expired or malformed.</summary>
    BadCredential,

    /// <summary>A good credential of the wrong kind, or without the right.</summary>
    Forbidden,

    /// <summary>The input breaks a documented limit; the fields are named.</summary>
    Validation,

    /// <summary>The request cannot be read at all (a broken body, a bad header).</summary>
    BadRequest,

    /// <summary>The prompt was refused before any money moved.</summary>
    UnsafePrompt,

    /// <summary>A sliding window is full; the answer says when to come back.</summary>
    RateLimited,

    /// <summary>The balance does not cover the price.</summary>
    CreditsExhausted,

    /// <summary>Nothing is configured that could do what was asked.</summary>
    NoProvider,

    /// <summary>The upstream provider refused the input or its own output.</summary>
    ProviderRefused,

    /// <summary>The upstream provider asked us to slow down.</summary>
    ProviderThrottled,

    /// <summary>The upstream provider is down, unreachable or broken, after every retry.</summary>
    ProviderUnavailable,

    /// <summary>The upstream provider did not answer in time.</summary>
    ProviderTimedOut,

    /// <summary>No such resource, or somebody else's: the two answer alike.</summary>
    NotFound,

    /// <summary>The path exists, the method does not.</summary>
    MethodNotAllowed,

    /// <summary>The state of the resource does not allow this now.</summary>
    Conflict,

    /// <summary>The body is larger than the route accepts.</summary>
    PayloadTooLarge,

    /// <summary>The content type is not one the route reads.</summary>
    UnsupportedMediaType,

    /// <summary>A store we depend on does not answer; nothing was lost, come back later.</summary>
    Unavailable,

    /// <summary>The result existed and is not kept any more.</summary>
    Gone,

    /// <summary>The wait ended before the work did; the work goes on.</summary>
    StillRunning,
}
