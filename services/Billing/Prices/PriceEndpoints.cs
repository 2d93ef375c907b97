using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Prices;

/// <summary>Internal: the price table.</summary>
internal static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder app) => app.MapGet("/internal/prices", ListPrices.HandleAsync)
        .RequireService().WithName("ListPrices").WithTags("Prices").WithSummary("What every model costs now.")
        .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);
}
