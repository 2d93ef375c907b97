namespace NanoBanana.Identity.Api.Lab;

/// <summary>The id of a notification on the wire: a UUID with hyphens. What is none has a failure of its own, before anything is looked for.</summary>
internal static class NotificationId
{
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id);
}
