using System.Diagnostics;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Starts one job that this process runs: refuse, keep what the request brings along, plan, hold the credits, store the job, run it, wait for it.
/// <para>
/// Credits are held before the job is stored. A refusal for lack of credits so writes nothing here, a stored job always has its hold,
/// and a call costs two commits before the provider and two after it. What a crash leaves between the two is a hold without a job,
/// which <see cref="HoldReconciler"/> releases once that job can never appear.
/// </para>
/// </summary>
internal sealed class StartJob(
    Moderator moderator, InputKeeper inputs, ProviderRouter router, WishesReader wishes, ProviderDirectory providers, PriceList prices, RedeemQuote quotes, QuotaGate quota,
    BillingClient billing, JobStore jobs, JobRunner runner, RunningJobs running, AwaitJob waiting, EventSignals events, HoldReconciler holds, StoreCondition store,
    IOptions<GenerationOptions> options, TimeProvider time)
{
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>How it ended, or <see cref="Superseded"/>.</summary>
    public async Task<StartResult> RunAsync(
        GenerationRequest asked, Guid? quoteId, Principal caller, Guid jobId, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        if (await moderator.RefuseAsync([asked], caller, cancellationToken) is { } blocked)
            return new StartResult.Refused(blocked);
        if (running.Count >= options.Value.MaxConcurrentJobs && asked.Inputs is not null)
            return Refused(ErrorCodes.ServiceUnavailable);
        var (request, unusable) = await inputs.KeepAsync(asked, caller.AccountId, cancellationToken);
        if (request is null)
            return new StartResult.Refused(unusable!);
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
        return hold.Outcome switch
        {
            HoldOutcome.Insufficient => new StartResult.Refused(StartFailures.Insufficient(hold.Credits, hold.Available, time.GetUtcNow())),
            HoldOutcome.NoPrice => Refused(ErrorCodes.NoPrice),
            HoldOutcome.Ended => new Superseded(HoldHasEnded: true),
            HoldOutcome.Differs => new StartResult.Refused(StartFailures.KeyReused()),
            _ => await BeginAsync(request, plan.Route, hold, caller, jobId, claim, cancellationToken),
        };
    }

    private async Task<StartResult> BeginAsync(
        GenerationRequest request, RoutePlan planned, PlaceHoldResult hold, Principal caller, Guid jobId, IdempotencyClaim? claim, CancellationToken cancellationToken)
    {
        // Billing knows the price best; the router's was a minute old at most.
        var route = planned with { Steps = [planned.First with { CostMicros = hold.ProviderCostMicros / request.Count }, .. planned.Steps.Skip(1)] };
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
        return await waiting.RunAsync(job.Id, caller.AccountId, end, cancellationToken);
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

    private static (PricedPlan? Plan, ApiFailure? Failure) Decide(RouteResult result) => result switch
    {
        RouteResult.Found found => (new PricedPlan(found.Plan, PriceVersion: null), null),
        RouteResult.None none => (null, none.Failure),
        _ => (null, new ApiFailure(ErrorCodes.Internal)),
    };

    private static StartResult.Refused Refused(ErrorCode code) => new(new ApiFailure(code));

    /// <summary>The job id was taken or given up: look again who holds the key.</summary>
    internal sealed record Superseded(bool HoldHasEnded) : StartResult;
}
