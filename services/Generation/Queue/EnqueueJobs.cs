using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Events;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Queue;

/// <summary>
/// The operation behind everything that outlives its request: refuse, plan, hold the credits of each, store them together, answer at once.
/// A batch is taken whole or not at all; once it is taken, each item has its own charge and its own failure. As with calls that are waited
/// for, credits are held before the jobs are stored, and what a crash leaves between the two is found by <see cref="HoldReconciler"/>.
/// </summary>
internal sealed class EnqueueJobs(
    QueueAdmission admission, InputKeeper inputs, PlanJobs planning, QuotaGate quota, HoldJobs holding, JobStore jobs, JobQueue queue, EventSignals events, BatchReader batches,
    IOptions<GenerationOptions> options)
{
    private const int MaxDerivations = 8;
    private static readonly string[] CallbackTypes = [EventTypes.GenerationCompleted, EventTypes.GenerationFailed, EventTypes.GenerationCancelled];
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.QueueSeconds);

    /// <summary>One job, by a quote when there is one.</summary>
    public Task<QueueResult> RunAsync(GenerationRequest request, Principal caller, string? idempotencyKey, Guid? quoteId, CancellationToken cancellationToken) =>
        RunAsync(new Order([request], IsBatch: false, caller, quoteId), idempotencyKey, cancellationToken);

    /// <summary>One job, whose end is posted to an address that was checked.</summary>
    public Task<QueueResult> RunWithCallbackAsync(GenerationRequest request, Principal caller, string? idempotencyKey, string address, CancellationToken cancellationToken) =>
        RunAsync(new Order([request], IsBatch: false, caller, QuoteId: null) { CallbackAddress = address }, idempotencyKey, cancellationToken);

    /// <summary>A job for each request.</summary>
    public Task<QueueResult> RunBatchAsync(
        IReadOnlyList<GenerationRequest> requests, Principal caller, string? idempotencyKey, CancellationToken cancellationToken) =>
        RunAsync(new Order(requests, IsBatch: true, caller, QuoteId: null), idempotencyKey, cancellationToken);

    private async Task<QueueResult> RunAsync(Order order, string? key, CancellationToken cancellationToken)
    {
        var hash = order.Hash();
        Guid? ended = null;
        for (var round = 0; round < MaxDerivations; round++)
        {
            // First of all: a repeat is answered also while a new call would be refused.
            var bound = key is null ? null : await jobs.FindBoundKeyAsync(order.Caller.AccountId, key, cancellationToken);
            if (bound is { IsLive: true })
                return await RepeatAsync(bound, hash, order.Caller.AccountId, cancellationToken);
            var claim = key is null ? null : new IdempotencyClaim(key, hash, bound?.JobId);
            var result = await RunOnceAsync(order, [.. order.Ids(key, ended ?? bound?.JobId)], claim, cancellationToken);

            // What a call under the same key took a moment ago must not refuse its own repeat.
            if (key is not null && result is QueueResult.Refused { Failure: var refusal } && refusal.Code == ErrorCodes.QuotaExceeded
                && await jobs.FindBoundKeyAsync(order.Caller.AccountId, key, cancellationToken) is { IsLive: true } first)
                return await RepeatAsync(first, hash, order.Caller.AccountId, cancellationToken);
            if (result is not QueueResult.Superseded superseded)
                return result;
            if (superseded.HoldHasEnded)
                ended = order.Ids(key, ended ?? bound?.JobId).First();
        }

        return new QueueResult.Refused(new ApiFailure(ErrorCodes.ServiceUnavailable));
    }

    private async Task<QueueResult> RunOnceAsync(Order order, List<Guid> ids, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        var account = order.Caller.AccountId;
        if (await admission.RefuseAsync(order.Requests, order.Caller, cancellationToken) is { } refusal)
            return new QueueResult.Refused(refusal);
        var (requests, unusable) = await inputs.KeepAsync(order.Requests, account, cancellationToken);
        if (requests is null)
            return new QueueResult.Refused(unusable!);
        var (plans, failure) = await planning.PlanAsync(requests, order.QuoteId, account, cancellationToken);
        if (failure is not null)
            return new QueueResult.Refused(failure);
        if (await quota.RefuseAsync(order.Requests, account, cancellationToken) is { } limited)
            return new QueueResult.Refused(limited);

        var (held, refused) = await holding.PlaceAsync(order.Caller, [.. ids.Zip(requests, plans)], cancellationToken);
        if (refused is not null)
            return refused;
        var added = new QueuedJobs(account, order.Caller.KeyId, held, order.IsBatch ? BatchIds.Of(ids[0]) : null, Activity.Current?.Id, claim)
        {
            Callback = order.CallbackAddress is { } address ? new NewWebhook(WebhookIds.New(), account, address, CallbackTypes, WebhookSecrets.New()) : null,
        };
        var (isStored, late) = await StoreAsync(added);
        if (late is not null)
            return new QueueResult.Refused(late);
        if (!isStored)
            return new QueueResult.Superseded(HoldHasEnded: false);
        events.Raise(account);
        return new QueueResult.Queued(ids[0], added.BatchId, held[0].Route.First);
    }

    private async Task<(bool IsStored, ApiFailure? Refusal)> StoreAsync(QueuedJobs added)
    {
        try
        {
            return (await queue.AddAsync(added, _patience, CancellationToken.None), null);
        }
        catch (Exception exception)
        {
            // Stored or not, nobody knows: a hold whose job is there is left alone.
            holding.GiveBack(added.AccountId, added.Jobs.Select(static job => job.Id));
            if (exception is PostgresException refused && quota.Read(refused) is { } limited)
                return (false, limited);
            throw;
        }
    }

    private async Task<QueueResult> RepeatAsync(BoundKey bound, byte[] hash, Guid accountId, CancellationToken cancellationToken) =>
        bound.RequestHash.AsSpan().SequenceEqual(hash)
            ? new QueueResult.Queued(bound.JobId, await batches.BatchOfAsync(accountId, bound.JobId, cancellationToken), First: null)
            : new QueueResult.Refused(StartFailures.KeyReused());

    /// <summary>What one call asked for.</summary>
    private sealed record Order(IReadOnlyList<GenerationRequest> Requests, bool IsBatch, Principal Caller, Guid? QuoteId)
    {
        public string? CallbackAddress { get; init; }

        /// <summary>New ones, or under a key always the same until its time is over.</summary>
        public IEnumerable<Guid> Ids(string? key, Guid? previous) => Requests.Select((_, index) => key is null
            ? JobIds.New()
            : JobIds.Derive(Caller.AccountId, index == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}\n{index}"), previous));

        /// <summary>Of a batch over all its requests, so that it is no single job's.</summary>
        public byte[] Hash() => IsBatch ? SHA256.HashData([.. Requests.SelectMany(static request => request.Hash()), 1]) : Requests[0].Hash();
    }
}
