using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>How a synchronous call for images ended.</summary>
internal abstract record StartResult
{
    protected StartResult()
    {
    }

    /// <summary>The job ended while the caller waited.</summary>
    internal sealed record Ended(JobOutcome Outcome) : StartResult;

    /// <summary>Nothing was started and nothing charged.</summary>
    internal sealed record Refused(ApiFailure Failure) : StartResult;

    /// <summary>The wait is over, the job is not.</summary>
    internal sealed record StillRunning(Guid JobId) : StartResult;
}
