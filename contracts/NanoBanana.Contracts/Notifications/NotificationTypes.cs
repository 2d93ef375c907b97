namespace NanoBanana.Contracts.Notifications;

/// <summary>What a notification is about. Clients choose icons and filters by these.</summary>
public static class NotificationTypes
{
    /// <summary>Something of the account needs its owner: a webhook was disabled.</summary>
    public const string System = "system";

    /// <summary>A batch or a video has ended and there is something to look at.</summary>
    public const string TaskComplete = "task_complete";

    /// <summary>A batch or a video has ended with nothing.</summary>
    public const string TaskFailed = "task_failed";

    /// <summary>Most of the month's credits are used.</summary>
    public const string QuotaWarning = "quota_warning";

    /// <summary>A new month's credits have come.</summary>
    public const string QuotaReset = "quota_reset";

    /// <summary>From the operator.</summary>
    public const string Announcement = "announcement";

    /// <summary>Something new that can be used.</summary>
    public const string Feature = "feature";

    /// <summary>Every type, in the order they are documented in.</summary>
    public static IReadOnlyList<string> All { get; } = [System, TaskComplete, TaskFailed, QuotaWarning, QuotaReset, Announcement, Feature];
}
