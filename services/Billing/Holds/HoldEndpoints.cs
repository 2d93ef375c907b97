using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Holds;

/// <summary>Internal: how Generation takes credits, and returns them.</summary>
internal static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/internal/holds").WithTags("Holds").RequireService()
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable);
        group.MapPost("", PlaceHold.HandleAsync).WithName("PlaceHold").WithSummary("Prices a job and sets its credits aside.");
        group.MapPost("{jobId:guid}/settle", SettleHold.HandleAsync).WithName("SettleHold").WithSummary("Charges what a job made.");
        group.MapPost("{jobId:guid}/release", ReleaseHold.HandleAsync).WithName("ReleaseHold").WithSummary("Gives back what a job did not use.");
        group.MapGet("open", ListOpenHolds.HandleAsync).WithName("ListOpenHolds").WithSummary("Holds nobody has closed yet, oldest first.");
    }
}
