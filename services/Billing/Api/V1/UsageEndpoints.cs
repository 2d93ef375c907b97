using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Billing.Api.V1;

/// <summary>What a customer used, and has left.</summary>
internal static class UsageEndpoints
{
    public static void MapUsage(this IEndpointRouteBuilder app)
    {
        var usage = app.MapGroup("/v1/usage").WithTags("Usage").RequireUser()
            .Fails(WireFamily.Saas, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);
        usage.MapGet("summary", UsageSummary.HandleAsync).WithName("GetUsageSummary").WithSummary("Images and keys in total, and the five busiest keys.");
        usage.MapGet("daily", DailyUsage.HandleAsync).WithName("GetDailyUsage").WithSummary("Images a day, newest first.")
            .Fails(WireFamily.Saas, ErrorCodes.InvalidRequest);
        usage.MapGet("key/{key_id}", KeyUsage.HandleAsync).WithName("GetKeyUsage").WithSummary("Images a day of one key, newest first.")
            .Fails(WireFamily.Saas, ErrorCodes.KeyNotFound);

        app.MapGet("/v1/billing/balance", GetBalance.HandleAsync).WithTags("Billing").RequireUserOrKey()
            .WithName("GetBalance").WithSummary("The tier, the credits left and when they are renewed.")
            .Fails(WireFamily.Saas, ErrorCodes.MissingCredential, ErrorCodes.Forbidden, ErrorCodes.ServiceUnavailable);
    }
}
