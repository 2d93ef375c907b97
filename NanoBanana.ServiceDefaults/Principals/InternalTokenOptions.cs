using System.ComponentModel.DataAnnotations;
using NanoBanana.ServiceDefaults.Configuration;

namespace NanoBanana.ServiceDefaults.Principals;

/// <summary>The signature that services trust each other by. Section <c>InternalToken</c>; variable <c>INTERNAL_TOKEN_KEY</c>.</summary>
public sealed class InternalTokenOptions
{
    public const string Section = "InternalToken";

    /// <summary>Shared by all services and by nothing else: 32 characters or more.</summary>
    [Required(ErrorMessage = "InternalToken:Key (INTERNAL_TOKEN_KEY) is missing: set the same random text of 32 or more characters for every service.")]
    [MinLength(32, ErrorMessage = "InternalToken:Key (INTERNAL_TOKEN_KEY) is too short: it needs 32 or more characters.")]
    public string Key { get; set; } = "";

    /// <summary>Accepted as well while keys are rotated, and never signed with. Variable <c>INTERNAL_TOKEN_PREVIOUS_KEY</c>.</summary>
    [PreviousKey(nameof(Key), "InternalToken:PreviousKey (INTERNAL_TOKEN_PREVIOUS_KEY)")]
    public string PreviousKey { get; set; } = "";

    /// <summary>How long a token is good for, in seconds. Default 60.</summary>
    [Range(5, 600, ErrorMessage = "InternalToken:LifetimeSeconds must be 5 to 600.")]
    public int LifetimeSeconds { get; set; } = 60;
}
