using NanoBanana.Contracts.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>How a job ended, for whoever waits.</summary>
internal sealed record JobOutcome(
    Guid JobId, string State, string Prompt, string? Provider, string? Model, DateTimeOffset CreatedAt, string? ErrorCode, int? RetryAfterSeconds,
    IReadOnlyList<string> Warnings, IReadOnlyList<OutcomeImage> Images, TimeSpan Duration)
{
    /// <summary>What was charged, in credits.</summary>
    public int ChargedCredits { get; init; }

    public bool Succeeded => State == JobState.Succeeded;

    /// <summary>The code it failed with.</summary>
    public ErrorCode Error => ErrorCodes.Find(ErrorCode);
}

/// <summary>One delivered image or video.</summary>
/// <param name="Image">From 1.</param>
/// <param name="IsKept">Whether its bytes are in the store.</param>
/// <param name="InlineUrl">A <c>data:</c> URL, in the process that made it, when they are not.</param>
/// <param name="Width">In pixels, as measured.</param>
/// <param name="Height">In pixels.</param>
/// <param name="MediaType">Of its bytes; its name follows from it.</param>
internal sealed record OutcomeImage(int Image, bool IsKept, string? InlineUrl, int Width, int Height, string MediaType);
