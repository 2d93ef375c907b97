using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Quotes;

/// <summary>How a quote ended.</summary>
internal abstract record QuoteResult
{
    private QuoteResult()
    {
    }

    internal sealed record Quoted(Guid Id, RoutePlan Plan, int CreditsEach, int Credits, int PriceVersion, DateTimeOffset ExpiresAt) : QuoteResult;

    internal sealed record Refused(ApiFailure Failure) : QuoteResult;
}

/// <summary>Plans as a generation would, prices the plan and keeps it. Nothing is held and no provider is called.</summary>
internal sealed class MakeQuote(ProviderRouter router, WishesReader wishes, VideoOffers videos, PriceList prices, QuoteStore store)
{
    public async Task<QuoteResult> RunAsync(GenerationRequest request, Guid accountId, CancellationToken cancellationToken)
    {
        if (await prices.ReadAsync(cancellationToken) is not { } table)
            return new QuoteResult.Refused(new ApiFailure(ErrorCodes.ServiceUnavailable));
        var result = router.Plan(request, table, await wishes.ReadAsync(accountId, cancellationToken));
        if (result is RouteResult.None none)
            return new QuoteResult.Refused(videos.Explain(request, none.Failure));
        var plan = ((RouteResult.Found)result).Plan;
        var each = table.Rows[(plan.First.Model, plan.First.Resolution, PriceList.Name(request.Kind))].Credits * plan.UnitsEach;
        var credits = each * request.Count;
        var id = Guid.NewGuid();
        var expires = await store.AddAsync(id, accountId, request.Hash(), plan, credits, table.Version, cancellationToken);
        return new QuoteResult.Quoted(id, plan, each, credits, table.Version, expires);
    }
}
