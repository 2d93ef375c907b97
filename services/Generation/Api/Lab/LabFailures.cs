using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What callers of the Lab's are told when a call for an image ended without one.</summary>
internal static class LabFailures
{
    /// <summary>Null when the job ended with success.</summary>
    public static ApiFailure? Of(StartResult result) => result switch
    {
        StartResult.Ended { Outcome.Succeeded: true } => null,
        StartResult.Ended ended => new ApiFailure(ended.Outcome.Error)
        {
            RetryAfter = ended.Outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        StartResult.Refused refused => refused.Failure,
        StartResult.StillRunning => new ApiFailure(ErrorCodes.StillRunning),
        _ => new ApiFailure(ErrorCodes.Internal),
    };
}
