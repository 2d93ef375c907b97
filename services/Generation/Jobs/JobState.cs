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

    /// <summary>Its caller ended it: charged is what had been delivered by then. Or it never was, and stands for a hold that was given back.</summary>
    public const string Cancelled = "cancelled";

    public static bool IsTerminal(string state) => state is Succeeded or Failed or Cancelled;
}
