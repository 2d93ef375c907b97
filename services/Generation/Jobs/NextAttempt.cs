using Microsoft.Extensions.Options;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>What follows a failed attempt, by the one table of failures: the same again after a pause, the next of the route, or the end.</summary>
internal sealed class NextAttempt(CircuitBreakers circuits, IOptions<RetryOptions> retries)
{
    /// <summary>The next attempt and the pause before it; null when this failure stands.</summary>
    /// <param name="left">What is left of the job's time. No pause may use it up.</param>
    public (AttemptPlace Place, TimeSpan Pause)? After(JobRecord job, AttemptPlace at, FailureClass failure, string? detail, TimeSpan left)
    {
        if (left <= TimeSpan.Zero || job.Cancellation.IsAsked)
            return null;
        var rule = FailurePolicy.Of(failure);
        var delays = retries.Value.Delays;
        var next = Following(job, at);
        var isOpen = !job.OwnKey && (detail == ProviderCaller.CircuitOpen || !circuits.Admits(at.Step.Provider, at.Step.Model));

        // A circuit that has opened meanwhile says that repeating will not help, when there is somebody else to ask.
        if (rule.Retry && !(isOpen && next is not null) && at.TryThere <= delays.Count && delays[at.TryThere - 1] < left)
            return (at.Again(), delays[at.TryThere - 1]);
        var mayFallBack = rule.FallBack || (job.Request.FallbackOnRefusal && FailurePolicy.IsRefusal(failure));
        return mayFallBack && next is { } place ? (place, TimeSpan.Zero) : null;
    }

    private AttemptPlace? Following(JobRecord job, AttemptPlace at)
    {
        for (var index = at.StepIndex + 1; index < job.Route.Steps.Count; index++)
        {
            var step = job.Route.Steps[index];
            if (circuits.Admits(step.Provider, step.Model))
                return at.At(job.Route, index);
        }

        return null;
    }
}
