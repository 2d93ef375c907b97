using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab.Quota;

/// <summary>The routes under <c>/api/quota</c>: for everybody, about the caller.</summary>
internal static class QuotaEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var quota = routes.MapGroup("/api/quota").AllowAnyPrincipal().WithTags("Quota");

        quota.MapGet("", GetQuota.HandleAsync)
            .WithName("GetQuota").WithSummary("Shows how the caller's day stands.")
            .Fails(WireFamily.Lab, ErrorCodes.ServiceUnavailable);

        quota.MapPost("/check", CheckQuota.HandleAsync)
            .WithName("CheckQuota").WithSummary("Tells whether a generation may begin now, and takes nothing.")
            .Fails(WireFamily.Lab, ErrorCodes.InvalidRequest, ErrorCodes.ServiceUnavailable);

        quota.MapGet("/config", GetQuotaConfig.Handle)
            .WithName("GetQuotaConfig").WithSummary("Shows the limits that days are counted by.");
    }
}
