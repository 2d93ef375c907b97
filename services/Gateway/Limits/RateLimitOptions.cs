using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Gateway.Limits;

/// <summary>The windows that requests are counted in. Section <c>RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Whether there are any, those of sign-in attempts included. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests of the Lab family that one account, or one address without an account, may make in a window. Default 60.</summary>
    [Range(1, 1_000_000, ErrorMessage = "RateLimits:Requests (RATE_LIMIT_REQUESTS) must be 1 to 1000000.")]
    public int Requests { get; set; } = 60;

    /// <summary>The length of that window, in seconds. Default 60.</summary>
    [Range(1, 86_400, ErrorMessage = "RateLimits:WindowSeconds (RATE_LIMIT_WINDOW) must be 1 to 86400.")]
    public int WindowSeconds { get; set; } = 60;
}
