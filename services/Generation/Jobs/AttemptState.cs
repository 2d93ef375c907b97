namespace NanoBanana.Generation.Jobs;

/// <summary>What is known of one call to a provider.</summary>
internal static class AttemptState
{
    /// <summary>Planned; certainly not sent.</summary>
    public const string NotSent = "not_sent";

    /// <summary>Committed just before sending: from here on it may have reached the provider.</summary>
    public const string Sending = "sending";

    /// <summary>The provider took it and gave an id to ask after.</summary>
    public const string Accepted = "accepted";

    /// <summary>It may have been done; nobody can tell. Never sent again.</summary>
    public const string Unknown = "unknown";

    public const string Succeeded = "succeeded";

    public const string Failed = "failed";
}
