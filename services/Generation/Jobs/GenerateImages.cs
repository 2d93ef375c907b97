using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The operation behind every family's "make an image" that is waited for. Under an <c>Idempotency-Key</c> a repeat joins the job of the first call, whoever runs
/// it; all else is <see cref="StartJob"/>'s.
/// </summary>
internal sealed class GenerateImages(StartJob starting, GenerateOnOwnKey ownKey, AwaitJob waiting, JobStore jobs, PartialRelay partials)
{
    private const int MaxDerivations = 8;

    public Task<StartResult> RunAsync(
        GenerationRequest request, Principal caller, string? idempotencyKey, Guid? quoteId, CancellationToken cancellationToken) => idempotencyKey is null
            ? starting.RunAsync(request, quoteId, caller, JobIds.New(), claim: null, cancellationToken)
            : RunUnderKeyAsync(request, quoteId, caller, idempotencyKey, cancellationToken);

    /// <inheritdoc cref="GenerateOnOwnKey"/>
    public Task<StartResult> RunOnOwnKeyAsync(GenerationRequest request, Principal caller, Secret key, CancellationToken cancellationToken) =>
        ownKey.RunAsync(request, caller, key, cancellationToken);

    private async Task<StartResult> RunUnderKeyAsync(
        GenerationRequest request, Guid? quoteId, Principal caller, string key, CancellationToken cancellationToken)
    {
        var hash = request.Hash();
        Guid? ended = null;
        for (var round = 0; round < MaxDerivations; round++)
        {
            // First of all: a repeat is answered also while Billing, the disk or every provider would refuse a new call, or its quote has
            // expired since; and a key whose time is over is new.
            var bound = await jobs.FindBoundKeyAsync(caller.AccountId, key, cancellationToken);
            if (bound is { IsLive: true })
                return await JoinAsync(bound, hash, request, caller, cancellationToken);

            var claim = new IdempotencyClaim(key, hash, bound?.JobId);
            var jobId = JobIds.Derive(caller.AccountId, key, ended ?? bound?.JobId);
            var result = await starting.RunAsync(request, quoteId, caller, jobId, claim, cancellationToken);

            // What a call under the same key took a moment ago must not refuse its own repeat.
            if (result is StartResult.Refused { Failure: var refusal } && refusal.Code == ErrorCodes.QuotaExceeded
                && await jobs.FindBoundKeyAsync(caller.AccountId, key, cancellationToken) is { IsLive: true } first)
                return await JoinAsync(first, hash, request, caller, cancellationToken);
            if (result is not StartJob.Superseded superseded)
                return result;

            // Either a repeat was quicker, and the next round joins it, or the derived id was given up by a crash: derive another.
            if (superseded.HoldHasEnded)
                ended = jobId;
        }

        return new StartResult.Refused(new ApiFailure(ErrorCodes.ServiceUnavailable));
    }

    private async Task<StartResult> JoinAsync(BoundKey bound, byte[] hash, GenerationRequest request, Principal caller, CancellationToken cancellationToken)
    {
        if (!bound.RequestHash.AsSpan().SequenceEqual(hash))
            return new StartResult.Refused(StartFailures.KeyReused());
        using var listening = partials.Listen(bound.JobId, request.Partials);
        return await waiting.RunAsync(bound.JobId, caller.AccountId, cancellationToken);
    }
}
