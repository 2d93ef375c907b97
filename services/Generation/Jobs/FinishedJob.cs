using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>How one image of a job ended.</summary>
/// <param name="Image">From 1.</param>
/// <param name="Try">The try that decided.</param>
/// <param name="Step">Who made that try.</param>
/// <param name="State">The attempt's last state.</param>
/// <param name="Failure">Its failure class, snake_case; null when it succeeded.</param>
/// <param name="Detail">The provider's short reason.</param>
/// <param name="Delivered">The stored image; null when there is none.</param>
internal sealed record FinishedImage(int Image, int Try, RouteStep Step, string State, string? Failure, string? Detail, DeliveredImage? Delivered)
{
    /// <summary>The provider's own hint when to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the caller shall read of a chain in which every provider failed: the first one's reason.</summary>
    public FailureClass? ReportAs { get; init; }

    /// <summary>What its owner's history calls it; empty when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the try costs us, in millionths of a dollar.</summary>
    public long CostMicros { get; init; }
}

/// <summary>An image or a video as measured from its bytes.</summary>
/// <param name="StorageKey">Null when it was not kept.</param>
/// <param name="InlineUrl">A <c>data:</c> URL when it was not kept: for those who wait in this process.</param>
internal sealed record DeliveredImage(
    string? StorageKey, string MediaType, int Width, int Height, int ByteCount, byte[] Sha256, string? InlineUrl)
{
    /// <summary>How long a video lasts, in milliseconds; null of an image.</summary>
    public int? DurationMs { get; init; }
}

/// <summary>Everything the end of a job writes, in one transaction.</summary>
/// <param name="OutboxKind">What Billing is told; null when nothing was held.</param>
/// <param name="Provider">Who delivered; of a failed job who was to.</param>
internal sealed record FinishedJob(
    Guid JobId, string State, string Provider, string Model, int ChargedCredits, long ProviderCostMicros, string? ErrorCode, string? ErrorDetail,
    int? RetryAfterSeconds, IReadOnlyList<string> Warnings, IReadOnlyList<FinishedImage> Images, string? OutboxKind, string OutboxPayload)
{
    /// <summary>Whether it is a turn of a chat, whose messages are written with its end.</summary>
    public bool IsTurn { get; init; }
}
