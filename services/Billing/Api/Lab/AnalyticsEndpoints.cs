using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Api.Lab;

/// <summary>What an account made and spent, and how well that went.</summary>
internal static class AnalyticsEndpoints
{
    public static void MapAnalytics(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/analytics").WithTags("Analytics").RequireUserOrKey().Fails(
            WireFamily.Lab, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable);
        group.MapGet("overview", AnalyticsOverview.HandleAsync).WithName("GetAnalyticsOverview").WithSummary("The figures of a period at a glance.");
        group.MapGet("usage", AnalyticsUsage.HandleAsync).WithName("GetAnalyticsUsage").WithSummary("Generations by day, mode and resolution.");
        group.MapGet("costs", AnalyticsCosts.HandleAsync).WithName("GetAnalyticsCosts").WithSummary("Credits by day, provider, mode and resolution.");
        group.MapGet("providers", AnalyticsProviders.HandleAsync).WithName("GetAnalyticsProviders").WithSummary("Who served how much, how fast and how reliably.");
        group.MapGet("trends", AnalyticsTrends.HandleAsync).WithName("GetAnalyticsTrends").WithSummary("How usage, cost and quality move, and what is worth knowing.");
    }
}
