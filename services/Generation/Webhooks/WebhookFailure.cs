namespace NanoBanana.Generation.Webhooks;

/// <summary>Why a try failed, in words of ours: what an endpoint answers is never kept.</summary>
internal static class WebhookFailure
{
    /// <summary>It answered another status than 2xx.</summary>
    public const string Status = "status";

    /// <summary>It answered a redirect, which is not followed.</summary>
    public const string Redirect = "redirect";

    /// <summary>It answered 410: it wants nothing more.</summary>
    public const string Gone = "gone";

    /// <summary>It did not answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>Its name is not known.</summary>
    public const string Name = "name_not_resolved";

    /// <summary>Nobody takes connections there.</summary>
    public const string Connect = "not_connected";

    /// <summary>Its certificate is not good, or it does not speak TLS.</summary>
    public const string Tls = "tls";

    /// <summary>It closed the connection before it answered, or answered no HTTP.</summary>
    public const string Answer = "broken_answer";

    /// <summary>Its address is not a public one.</summary>
    public const string Address = "address_not_public";

    /// <summary>The event is longer than 20 kB.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The event is no longer kept.</summary>
    public const string Expired = "event_expired";

    /// <summary>Its secret was encrypted under another key: rotate it.</summary>
    public const string Secret = "secret_unreadable";

    /// <summary>The webhook was disabled meanwhile.</summary>
    public const string Disabled = "endpoint_disabled";

    /// <summary>The webhook was deleted meanwhile.</summary>
    public const string Deleted = "endpoint_deleted";
}
