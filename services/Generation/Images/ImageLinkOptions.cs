using System.ComponentModel.DataAnnotations;
using NanoBanana.ServiceDefaults.Configuration;

namespace NanoBanana.Generation.Images;

/// <summary>How images are linked to. Section <c>Images</c>.</summary>
internal sealed class ImageLinkOptions
{
    public const string Section = "Images";

    /// <summary>Signs the stable addresses that are handed out: 32 characters or more. Without <see cref="PreviousSigningKey"/> a change invalidates them. Variable <c>IMAGE_SIGNING_KEY</c>.</summary>
    [Required(ErrorMessage = "Images:SigningKey (IMAGE_SIGNING_KEY) is missing: set a random text of 32 or more characters and keep it.")]
    [MinLength(32, ErrorMessage = "Images:SigningKey (IMAGE_SIGNING_KEY) is too short: it needs 32 or more characters.")]
    public string SigningKey { get; set; } = "";

    /// <summary>Addresses that it signed are good as well; none is signed with it. Variable <c>IMAGE_PREVIOUS_SIGNING_KEY</c>.</summary>
    [PreviousKey(nameof(SigningKey), "Images:PreviousSigningKey (IMAGE_PREVIOUS_SIGNING_KEY)")]
    public string PreviousSigningKey { get; set; } = "";

    /// <summary>How long an address of the object store, which ours redirects to, is good for, in seconds. Default 300.</summary>
    [Range(1, 604_800, ErrorMessage = "Images:RedirectLifetimeSeconds must be 1 to 604800.")]
    public int RedirectLifetimeSeconds { get; set; } = 300;
}
