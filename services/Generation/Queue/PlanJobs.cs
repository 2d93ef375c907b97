using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Queue;

/// <summary>Decides who shall serve each of some requests, by a quote when there is one.</summary>
internal sealed class PlanJobs(ProviderRouter router, WishesReader wishes, VideoOffers videos, PriceList prices, RedeemQuote quotes)
{
    /// <summary>A plan for each, or why one has none.</summary>
    public async Task<(IReadOnlyList<PricedPlan> Plans, ApiFailure? Failure)> PlanAsync(
        IReadOnlyList<GenerationRequest> requests, Guid? quoteId, Guid accountId, CancellationToken cancellationToken)
    {
        if (quoteId is { } id)
        {
            var (quoted, failure) = await quotes.RedeemAsync(id, accountId, requests[0], cancellationToken);
            return quoted is null ? ([], failure) : ([quoted], null);
        }

        var table = await prices.ReadAsync(cancellationToken);
        var wanted = await wishes.ReadAsync(accountId, cancellationToken);
        var plans = new List<PricedPlan>(requests.Count);
        foreach (var request in requests)
        {
            switch (router.Plan(request, table, wanted))
            {
                case RouteResult.Found found:
                    plans.Add(new PricedPlan(found.Plan, PriceVersion: null));
                    break;
                case RouteResult.None none:
                    return ([], videos.Explain(request, none.Failure));
                default:
                    return ([], new ApiFailure(ErrorCodes.Internal));
            }
        }

        return (plans, null);
    }
}
