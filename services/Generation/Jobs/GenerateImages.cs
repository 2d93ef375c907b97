using System.Diagnostics;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// The operation behind every family's "make an image": refuse, plan, hold the credits, store the job, run it, wait for it.
/// <para>
/// Credits are held before the job is stored. A refusal for lack of credits so writes nothing here, a stored job always has its hold,
/// and a call costs two commits before the provider and two after it. What a crash leaves between the two is a hold without a job,
/// which <see cref="HoldReconciler"/> releases once that job can never appear.
/// </para>
/// </summary>
internal sealed class GenerateImages(
    Moderator moderator, ProviderRouter router, WishesReader wishes, ProviderDirectory providers, PriceList prices, RedeemQuote quotes, QuotaGate quota, BillingClient billing, JobStore jobs, JobRunner runner, RunningJobs running,
    JobReader reader, EventSignals events, HoldReconciler holds, StoreCondition store, IOptions<GenerationOptions> options,
    IHostApplicationLifetime host, TimeProvider time)
{
    private const int MaxDerivations = 8;
    private const string OwnKeyProvider = "google";
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    public Task<StartResult> RunAsync(
        GenerationRequest request, Principal caller, string? idempotencyKey, Guid? quoteId, CancellationToken cancellationToken) => idempotencyKey is null
            ? RunOnceAsync(request, quoteId, caller, JobIds.New(), claim: null, cancellationToken)
            : RunUnderKeyAsync(request, quoteId, caller, idempotencyKey, cancellationToken);

    /// <summary>
    /// Makes images on the caller's own key for Google: nothing is held, charged or counted, and the key lives in this process' memory for
    /// as long as the job does. There is no idempotency, because nobody is charged twice.
    /// </summary>
    public async Task<StartResult> RunOnOwnKeyAsync(GenerationRequest request, Principal caller, Secret key, CancellationToken cancellationToken)
    {
        if (await moderator.RefuseAsync([request], caller, cancellationToken) is { } blocked)
            return new StartResult.Refused(blocked);
        var (plan, failure) = Decide(router.PlanOwnKey(request, providers.Find(OwnKeyProvider)!));
        if (plan is null)
            return new StartResult.Refused(failure!);
        if (running.Count >= options.Value.MaxConcurrentJobs)
            return Refused(ErrorCodes.ServiceUnavailable);
        if (!await store.AdmitsWorkAsync(cancellationToken))
            return Refused(ErrorCodes.StorageUnavailable);
        var job = new NewJob(
            JobIds.New(), Guid.NewGuid(), caller.AccountId, caller.KeyId, request, plan.Route, IsSent: true, HeldCredits: 0, PriceVersion: 0,
            Activity.Current?.Id, Idempotency: null)
        {
            OwnKey = true,
        };
        if (request.Begins is { } begins && await begins(job.Id, cancellationToken) is { } obstacle)
            return new StartResult.Refused(obstacle);
        if (await jobs.InsertRunningAsync(job, _lease, CancellationToken.None) is not { } createdAt)
            return Refused(ErrorCodes.ServiceUnavailable);
        var record = new JobRecord(
            job.Id, job.Lease, job.AccountId, job.KeyId, request, plan.Route, HeldCredits: 0, createdAt, job.TraceParent, [])
        {
            OwnKey = true,
            CallerKey = key,
        };
        var end = running.Start(record, () => runner.RunNewAsync(record, isSent: true, isAwaited: true));
        return await WaitAsync(job.Id, caller.AccountId, end, cancellationToken);
    }

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
                return await JoinAsync(bound, hash, caller, cancellationToken);

            var claim = new IdempotencyClaim(key, hash, bound?.JobId);
            var jobId = JobIds.Derive(caller.AccountId, key, ended ?? bound?.JobId);
            var result = await RunOnceAsync(request, quoteId, caller, jobId, claim, cancellationToken);

            // What a call under the same key took a moment ago must not refuse its own repeat.
            if (result is StartResult.Refused { Failure: var refusal } && refusal.Code == ErrorCodes.QuotaExceeded
                && await jobs.FindBoundKeyAsync(caller.AccountId, key, cancellationToken) is { IsLive: true } first)
                return await JoinAsync(first, hash, caller, cancellationToken);
            if (result is not Superseded superseded)
                return result;

            // Either a repeat was quicker, and the next round joins it, or the derived id was given up by a crash: derive another.
            if (superseded.HoldHasEnded)
                ended = jobId;
        }

        return Refused(ErrorCodes.ServiceUnavailable);
    }

    private async Task<StartResult> RunOnceAsync(
        GenerationRequest request, Guid? quoteId, Principal caller, Guid jobId, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        if (await moderator.RefuseAsync([request], caller, cancellationToken) is { } blocked)
            return new StartResult.Refused(blocked);
        var (plan, failure) = quoteId is { } id
            ? await quotes.RedeemAsync(id, caller.AccountId, request, cancellationToken)
            : Decide(router.Plan(request, await prices.ReadAsync(cancellationToken), await wishes.ReadAsync(caller.AccountId, cancellationToken)));
        if (plan is null)
            return new StartResult.Refused(failure!);
        if (running.Count >= options.Value.MaxConcurrentJobs)
            return Refused(ErrorCodes.ServiceUnavailable);

        // Before the hold and the key: nothing is stored, so that a repeat is a first call once the disk is well again.
        if (!await store.AdmitsWorkAsync(cancellationToken))
            return Refused(ErrorCodes.StorageUnavailable);
        if (await quota.RefuseAsync([request], caller.AccountId, cancellationToken) is { } limited)
            return new StartResult.Refused(limited);
        if (request.Begins is { } begins && await begins(jobId, cancellationToken) is { } obstacle)
            return new StartResult.Refused(obstacle);
        var hold = await billing.PlaceHoldAsync(
            new PlaceHoldRequest(
                jobId, Payer.Of(caller), plan.Route.First.Model, plan.Route.First.Resolution, PriceList.Name(request.Kind), plan.Route.UnitsEach * request.Count)
            {
                PriceVersion = plan.PriceVersion,
            },
            cancellationToken);
        switch (hold.Outcome)
        {
            case HoldOutcome.Insufficient: return new StartResult.Refused(StartFailures.Insufficient(hold.Credits, hold.Available, time.GetUtcNow()));
            case HoldOutcome.NoPrice: return Refused(ErrorCodes.NoPrice);
            case HoldOutcome.Ended: return new Superseded(HoldHasEnded: true);
            case HoldOutcome.Differs: return new StartResult.Refused(StartFailures.KeyReused());
        }

        // Billing knows the price best; the router's was a minute old at most.
        var route = plan.Route with { Steps = [plan.Route.First with { CostMicros = hold.ProviderCostMicros / request.Count }, .. plan.Route.Steps.Skip(1)] };
        var isSent = providers.Find(route.First.Provider) is { MaxConcurrent: 0 };
        var job = new NewJob(
            jobId, Guid.NewGuid(), caller.AccountId, caller.KeyId, request, route, isSent,
            hold.Credits, hold.PriceVersion, Activity.Current?.Id, claim);

        // From here on the caller's patience decides only about the wait: the job is stored and runs to its end.
        var (stored, refusal) = await StoreAsync(job);
        if (refusal is not null)
            return new StartResult.Refused(refusal);
        if (stored is not { } createdAt)
            return new Superseded(HoldHasEnded: false);
        var record = new JobRecord(
            job.Id, job.Lease, job.AccountId, job.KeyId, request, route, job.HeldCredits, createdAt, job.TraceParent, []);
        var end = running.Start(record, () => runner.RunNewAsync(record, isSent, isAwaited: true));
        return await WaitAsync(job.Id, caller.AccountId, end, cancellationToken);
    }

    private async Task<(DateTimeOffset? CreatedAt, ApiFailure? Refusal)> StoreAsync(NewJob job)
    {
        try
        {
            var createdAt = await jobs.InsertRunningAsync(job, _lease, CancellationToken.None);
            events.Raise(job.AccountId);
            return (createdAt, null);
        }
        catch (Exception exception)
        {
            // Stored or not, nobody here will run it: its credits must not wait until the hold is old.
            holds.Suspect(new OpenHold(job.Id, job.AccountId, job.HeldCredits, time.GetUtcNow()), job.Lease);
            if (exception is PostgresException refused && quota.Read(refused) is { } limited)
                return (null, limited);
            throw;
        }
    }

    private async Task<StartResult> JoinAsync(BoundKey bound, byte[] hash, Principal caller, CancellationToken cancellationToken)
    {
        if (!bound.RequestHash.AsSpan().SequenceEqual(hash))
            return new StartResult.Refused(StartFailures.KeyReused());
        return await WaitAsync(bound.JobId, caller.AccountId, running.Find(bound.JobId), cancellationToken);
    }

    private async Task<StartResult> WaitAsync(Guid jobId, Guid accountId, Task<JobOutcome?>? end, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(options.Value.WaitSeconds));
        try
        {
            if (end is not null && await end.WaitAsync(patience.Token) is { } outcome)
                return new StartResult.Ended(outcome);

            // Without an outcome the job went elsewhere: another process runs it, or will. One that stops does not wait for that.
            using var here = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, host.ApplicationStopping);
            return new StartResult.Ended(await reader.WaitForEndAsync(accountId, jobId, here.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StartResult.StillRunning(jobId);
        }
    }

    private static (PricedPlan? Plan, ApiFailure? Failure) Decide(RouteResult result) => result switch
    {
        RouteResult.Found found => (new PricedPlan(found.Plan, PriceVersion: null), null),
        RouteResult.None none => (null, none.Failure),
        _ => (null, new ApiFailure(ErrorCodes.Internal)),
    };

    private static StartResult.Refused Refused(ErrorCode code) => new(new ApiFailure(code));

    /// <summary>The job id was taken or given up: look again who holds the key.</summary>
    private sealed record Superseded(bool HoldHasEnded) : StartResult;
}
