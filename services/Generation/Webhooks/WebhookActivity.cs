using System.Diagnostics;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// The spans of a delivery. Where it goes is no part of them: addresses have tokens in them, and are their owner's. The runtime's own span would show the address and is
/// off for all that goes to others (<see cref="ServiceDefaults.Http.OutboundGuard"/>).
/// </summary>
internal static class WebhookActivity
{
    /// <summary>One try, with what is read and noted for it, in the trace of the call that ordered what it tells of.</summary>
    public static Activity? StartTry(ClaimedDelivery claimed)
    {
        var activity = GenerationMetrics.Source.StartActivity("generation.webhook", ActivityKind.Internal, TraceParents.Read(claimed.TraceParent));
        activity?.SetTag("nanobanana.webhook.id", claimed.EndpointId);
        activity?.SetTag("nanobanana.webhook.try", claimed.Tries);
        activity?.SetTag("nanobanana.event.type", claimed.Event?.Type);
        return activity;
    }

    /// <summary>The request alone. Its receiver learns nothing of the trace, whose ids are ours as well.</summary>
    public static Activity? StartPost()
    {
        var activity = GenerationMetrics.Source.StartActivity("POST", ActivityKind.Client);
        activity?.SetTag("http.request.method", "POST");
        return activity;
    }

    public static TryOutcome Tell(this Activity? activity, TryOutcome outcome)
    {
        if (outcome.Status is { } status)
            activity?.SetTag("http.response.status_code", status);
        if (outcome.Error is { } error)
        {
            activity?.SetTag("error.type", error);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        return outcome;
    }
}
