using System.ComponentModel.DataAnnotations;
using NanoBanana.ServiceDefaults.Configuration;

namespace NanoBanana.Gateway;

/// <summary>What access tokens are signed with, as Identity has it. Section <c>Tokens</c>; variable <c>SECRET_KEY</c>.</summary>
internal sealed class SecretKeyOptions
{
    public const string Section = "Tokens";

    /// <summary>32 characters or more, the same as Identity's.</summary>
    [Required(ErrorMessage = "Tokens:SecretKey (SECRET_KEY) is missing: set the text that Identity signs tokens with.")]
    [MinLength(32, ErrorMessage = "Tokens:SecretKey (SECRET_KEY) is too short: it needs 32 or more characters.")]
    public string SecretKey { get; set; } = "";

    /// <summary>Accepted as well while keys are rotated. Only the gateway verifies, so that Identity does not need it. Variable <c>PREVIOUS_SECRET_KEY</c>.</summary>
    [PreviousKey(nameof(SecretKey), "Tokens:PreviousSecretKey (PREVIOUS_SECRET_KEY)")]
    public string PreviousSecretKey { get; set; } = "";
}
