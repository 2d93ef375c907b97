using System.ComponentModel.DataAnnotations;
using NanoBanana.ServiceDefaults.Configuration;

namespace NanoBanana.Generation.Webhooks;

/// <summary>How events are delivered to webhooks. Section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Encrypts the secrets that deliveries are signed with: 32 characters or more. After a change they are read with
    /// <see cref="PreviousEncryptionKey"/>, or not at all. Variable <c>WEBHOOK_ENCRYPTION_KEY</c>.
    /// </summary>
    [Required(ErrorMessage = "Webhooks:EncryptionKey (WEBHOOK_ENCRYPTION_KEY) is missing: set a random text of 32 or more characters and keep it.")]
    [MinLength(32, ErrorMessage = "Webhooks:EncryptionKey (WEBHOOK_ENCRYPTION_KEY) is too short: it needs 32 or more characters.")]
    public string EncryptionKey { get; set; } = "";

    /// <summary>
    /// Reads the secrets that were encrypted under it, and encrypts none: <c>rotate-webhook-secrets</c> brings them under the current key.
    /// Variable <c>WEBHOOK_PREVIOUS_ENCRYPTION_KEY</c>.
    /// </summary>
    [PreviousKey(nameof(EncryptionKey), "Webhooks:PreviousEncryptionKey (WEBHOOK_PREVIOUS_ENCRYPTION_KEY)")]
    public string PreviousEncryptionKey { get; set; } = "";

    /// <summary>Whether addresses without TLS are taken as well: for trying out. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The longest wait for an endpoint's answer, in seconds. Default 15.</summary>
    [Range(1, 30, ErrorMessage = "Webhooks:TimeoutSeconds must be 1 to 30.")]
    public int TimeoutSeconds { get; set; } = 15;
}
