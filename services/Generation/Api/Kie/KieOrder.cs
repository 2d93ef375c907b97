using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>Orders an image that its caller does not wait for.</summary>
internal sealed class KieOrder(EnqueueJobs queue, WebhookStore webhooks)
{
    /// <param name="callbackUrl">Checked; null when the caller comes back by itself.</param>
    public async Task<Results<Ok<KieImage>, Accepted<KieAccepted>, FailureResult>> PlaceAsync(
        GenerationRequest request, string? callbackUrl, Principal caller, string? key, HttpContext http, CancellationToken cancellationToken)
    {
        var result = callbackUrl is null
            ? await queue.RunAsync(request, caller, key, quoteId: null, cancellationToken)
            : await queue.RunWithCallbackAsync(request, caller, key, callbackUrl, cancellationToken);
        if (result is QueueResult.Refused refused)
            return (FailureResult)refused.Failure;
        if (result is not QueueResult.Queued queued)
            return (FailureResult)ErrorCodes.Internal;

        // Read rather than remembered, so that a repeat under the same key is told the secret of its first call.
        var secret = callbackUrl is null ? null : await webhooks.FindCallbackSecretAsync(caller.AccountId, queued.JobId, cancellationToken);
        var taskId = JobIds.ToWire(queued.JobId);
        var path = KieEndpoints.PathOf(taskId);
        if (callbackUrl is null)
            AsyncPreference.Grant(http.Response, path);
        return TypedResults.Accepted(path, new KieAccepted(taskId, secret is null ? null : WebhookSecrets.ToWire(secret)));
    }
}
