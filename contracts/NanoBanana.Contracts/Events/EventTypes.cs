namespace NanoBanana.Contracts.Events;

/// <summary>
/// What the event log tells. A name is its subject and what became of it; subjects are <c>generation</c> (images), <c>video</c>,
/// <c>batch</c> and <c>webhook</c>.
/// </summary>
public static class EventTypes
{
    /// <summary>It waits for a worker.</summary>
    public const string GenerationQueued = "generation.queued";

    /// <summary>Somebody works on it.</summary>
    public const string GenerationStarted = "generation.started";

    /// <summary>It has come further: its stage.</summary>
    public const string GenerationProgress = "generation.progress";

    /// <summary>It ended with at least one image.</summary>
    public const string GenerationCompleted = "generation.completed";

    /// <summary>It ended with none, uncharged.</summary>
    public const string GenerationFailed = "generation.failed";

    /// <summary>Its caller ended it; charged is what had been made.</summary>
    public const string GenerationCancelled = "generation.cancelled";

    /// <summary>As of generations.</summary>
    public const string VideoQueued = "video.queued";
    public const string VideoStarted = "video.started";
    public const string VideoProgress = "video.progress";
    public const string VideoCompleted = "video.completed";
    public const string VideoFailed = "video.failed";
    public const string VideoCancelled = "video.cancelled";

    /// <summary>All its items wait.</summary>
    public const string BatchQueued = "batch.queued";

    /// <summary>An item has ended.</summary>
    public const string BatchProgress = "batch.progress";

    /// <summary>All items have ended, at least one with an image.</summary>
    public const string BatchCompleted = "batch.completed";

    /// <summary>All items have ended, none with an image.</summary>
    public const string BatchFailed = "batch.failed";

    /// <summary>All items have ended, none with an image, and at least one because the batch was cancelled.</summary>
    public const string BatchCancelled = "batch.cancelled";

    /// <summary>Its owner tries a webhook out. Delivered to that webhook alone, whatever its types.</summary>
    public const string WebhookTest = "webhook.test";

    /// <summary>A webhook gets nothing any more, and why.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>Every type, in the order they are documented in.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        GenerationQueued, GenerationStarted, GenerationProgress, GenerationCompleted, GenerationFailed, GenerationCancelled,
        VideoQueued, VideoStarted, VideoProgress, VideoCompleted, VideoFailed, VideoCancelled,
        BatchQueued, BatchProgress, BatchCompleted, BatchFailed, BatchCancelled,
        WebhookTest, WebhookDisabled,
    ];

    /// <summary>Those that a webhook can ask for.</summary>
    public static IReadOnlyList<string> ForWebhooks { get; } = [.. All.Where(static type => type != WebhookTest)];

    /// <summary>Those that a webhook gets which names none: the ends.</summary>
    public static IReadOnlyList<string> Ends { get; } =
    [
        GenerationCompleted, GenerationFailed, GenerationCancelled, VideoCompleted, VideoFailed, VideoCancelled, BatchCompleted, BatchFailed, BatchCancelled,
    ];
}
