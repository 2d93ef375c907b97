using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Identity.Notifications;

/// <summary>How long notifications are kept. Section <c>Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>How long a notification is kept, read or not, in days. Default 90.</summary>
    [Range(1, 3_650, ErrorMessage = "Notifications:Days must be 1 to 3650.")]
    public int Days { get; set; } = 90;
}
