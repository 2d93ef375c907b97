using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Quotes;

/// <summary>A plan and the version of the price table it is held at.</summary>
/// <param name="PriceVersion">Null takes the one that is valid when the credits are held.</param>
internal sealed record PricedPlan(RoutePlan Route, int? PriceVersion);

/// <summary>
/// Turns a quote back into its plan and price, for the very request it was given for. The plan is the quote's even if the router would
/// decide otherwise by now: what was priced is what is held, and fallbacks serve at that price.
/// </summary>
internal sealed class RedeemQuote(QuoteStore store)
{
    public async Task<(PricedPlan? Plan, ApiFailure? Failure)> RedeemAsync(
        Guid id, Guid accountId, GenerationRequest request, CancellationToken cancellationToken)
    {
        var quote = await store.FindAsync(id, accountId, cancellationToken);
        var code = quote is null ? ErrorCodes.QuoteNotFound
            : !quote.IsLive ? ErrorCodes.QuoteExpired
            : !quote.RequestHash.AsSpan().SequenceEqual(request.Hash()) ? ErrorCodes.QuoteDiffers
            : null;
        return code is null
            ? (new PricedPlan(quote!.Plan, quote.PriceVersion), null)
            : (null, new ApiFailure(code) { Fields = [new FieldError("header", "X-Quote-ID", "value_error", code.Message)] });
    }
}
