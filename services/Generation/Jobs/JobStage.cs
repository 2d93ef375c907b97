namespace NanoBanana.Generation.Jobs;

/// <summary>How far a job has come, for those who follow it. What is stored is only what a state does not say.</summary>
internal static class JobStage
{
    /// <summary>It waits for its turn.</summary>
    public const string Queued = "queued";

    /// <summary>A provider makes it.</summary>
    public const string Generating = "generating";

    /// <summary>It is made and being kept.</summary>
    public const string Uploading = "uploading";

    /// <summary>Null of a job that has ended.</summary>
    public static string? Of(Job job) => job.State switch
    {
        JobState.Queued => Queued,
        JobState.Running => job.Stage ?? Generating,
        _ => null,
    };
}
