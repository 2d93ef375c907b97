using NanoBanana.Contracts.Billing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Queue;

/// <summary>Holds the credits of several jobs, or of none of them.</summary>
internal sealed class HoldJobs(BillingClient billing, HoldReconciler reconciler, TimeProvider time)
{
    /// <summary>Their jobs, or why there are none. What was held by then is given back.</summary>
    public async Task<(IReadOnlyList<QueuedJob> Jobs, QueueResult? Refusal)> PlaceAsync(
        Principal caller, IReadOnlyList<(Guid Id, GenerationRequest Request, PricedPlan Plan)> planned, CancellationToken cancellationToken)
    {
        var (accountId, payer) = (caller.AccountId, Payer.Of(caller));
        PlaceHoldResult[] holds;
        try
        {
            holds = await Task.WhenAll(planned.Select(job => billing.PlaceHoldAsync(RequestFor(payer, job.Id, job.Request, job.Plan), cancellationToken)));
        }
        catch
        {
            // Which of them are held nobody knows.
            GiveBack(accountId, planned.Select(static job => job.Id));
            throw;
        }

        var refused = Array.Find(holds, static hold => hold.Outcome != HoldOutcome.Held);
        if (refused is null)
            return ([.. planned.Select((job, index) => Job(job.Id, job.Request, job.Plan.Route, holds[index]))], null);
        GiveBack(accountId, planned.Where((_, index) => holds[index].Outcome == HoldOutcome.Held).Select(static job => job.Id));
        return ([], refused.Outcome switch
        {
            HoldOutcome.Insufficient => Refusal(StartFailures.Insufficient(holds.Sum(static hold => (long)hold.Credits), Available(holds), time.GetUtcNow())),
            HoldOutcome.NoPrice => Refusal(new ApiFailure(ErrorCodes.NoPrice)),
            HoldOutcome.Ended => new QueueResult.Superseded(HoldHasEnded: true),
            _ => Refusal(StartFailures.KeyReused()),
        });
    }

    /// <summary>The jobs of these holds will not be stored, or may not have been: their credits must not wait until the holds are old.</summary>
    public void GiveBack(Guid accountId, IEnumerable<Guid> jobIds)
    {
        foreach (var jobId in jobIds)
            reconciler.Suspect(new OpenHold(jobId, accountId, Credits: 0, time.GetUtcNow()), lease: Guid.Empty);
    }

    private static PlaceHoldRequest RequestFor(Guid accountId, Guid jobId, GenerationRequest request, PricedPlan plan) =>
        new(jobId, accountId, plan.Route.First.Model, plan.Route.First.Resolution, PriceList.Name(request.Kind), plan.Route.UnitsEach * request.Count)
        {
            PriceVersion = plan.PriceVersion,
        };

    /// <summary>Billing knows the price best; the router's was a minute old at most.</summary>
    private static QueuedJob Job(Guid id, GenerationRequest request, RoutePlan route, PlaceHoldResult hold) => new(
        id, request, route with { Steps = [route.First with { CostMicros = hold.ProviderCostMicros / request.Count }, .. route.Steps.Skip(1)] },
        hold.Credits, hold.PriceVersion);

    /// <summary>What was there before any of them was held.</summary>
    private static long Available(PlaceHoldResult[] holds) =>
        holds.Min(static hold => hold.Available) + holds.Where(static hold => hold.Outcome == HoldOutcome.Held).Sum(static hold => (long)hold.Credits);

    private static QueueResult.Refused Refusal(ApiFailure failure) => new(failure);
}
