using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Queue;

/// <summary>Whether jobs may be put into the queue: what must be known before any credits are held.</summary>
internal sealed class QueueAdmission(
    Moderator moderator, JobQueue queue, IImageStore store, StoreCondition condition, IOptions<GenerationOptions> options)
{
    /// <summary>Null when they may.</summary>
    public async Task<ApiFailure?> RefuseAsync(IReadOnlyList<GenerationRequest> requests, Principal caller, CancellationToken cancellationToken)
    {
        if (await moderator.RefuseAsync(requests, caller, cancellationToken) is { } blocked)
            return blocked;

        // Nobody waits who could take the bytes inline.
        if (!store.Keeps || !await condition.AdmitsWorkAsync(cancellationToken))
            return new ApiFailure(ErrorCodes.StorageUnavailable) { Message = store.Keeps ? null : "Results cannot be kept here, and only kept ones can be fetched later" };

        var pressure = await queue.PressureAsync(caller.AccountId, cancellationToken);
        if (pressure.TurnAge.TotalSeconds > options.Value.MaxQueueAgeSeconds)
            return new ApiFailure(ErrorCodes.QueueBusy) { RetryAfter = TimeSpan.FromMinutes(1) };
        return pressure.Waiting + requests.Count > options.Value.MaxWaitingPerAccount
            ? new ApiFailure(ErrorCodes.TooManyWaiting) { RetryAfter = TimeSpan.FromMinutes(1) }
            : null;
    }
}
