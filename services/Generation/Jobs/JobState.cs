namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Where a job stands. Only a running job may end, only its lease's owner may end it, and an ended job never changes: the
/// compare-and-set in <see cref="JobStore.FinishAsync"/> is the only way out of <see cref="Running"/>.
/// </summary>
internal static class JobState
{
    /// <summary>Waits for a worker.</summary>
    public const string Queued = "queued";

    /// <summary>Somebody holds its lease.</summary>
    public const string Running = "running";

    /// <summary>At least one image was delivered.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>No image; nothing charged.</summary>
    public const string Failed = "failed";

    /// <summary>Given up before it ran; nothing charged.</summary>
    public const string Cancelled = "cancelled";

    public static bool IsTerminal(string state) => state is Succeeded or Failed or Cancelled;
}
