using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Identity.Tokens;

/// <summary>How access tokens are made. Section <c>Tokens</c>; the gateway verifies with the same key.</summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    public const int MinSecretKeyLength = 32;

    /// <summary>No token lives longer, so a revoked one need not be remembered for longer either.</summary>
    public const int MaxLifetimeMinutes = 90 * 24 * 60;

    /// <summary>Signs the tokens: 32 characters or more; variable <c>SECRET_KEY</c>.</summary>
    [Required(ErrorMessage = "Tokens:SecretKey (SECRET_KEY) is missing: set a random text of 32 or more characters.")]
    [MinLength(MinSecretKeyLength, ErrorMessage = "Tokens:SecretKey (SECRET_KEY) is too short: it needs 32 or more characters.")]
    public string SecretKey { get; set; } = "";

    /// <summary>How long a token is good for; variable <c>ACCESS_TOKEN_EXPIRE_MINUTES</c>. Default 10080, a week.</summary>
    [Range(1, MaxLifetimeMinutes, ErrorMessage = "Tokens:LifetimeMinutes (ACCESS_TOKEN_EXPIRE_MINUTES) must be 1 to 129600.")]
    public int LifetimeMinutes { get; set; } = 7 * 24 * 60;
}
