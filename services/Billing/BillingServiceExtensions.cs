using Microsoft.AspNetCore.Builder;
using NanoBanana.Billing.Data;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Billing;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class BillingServiceExtensions
{
    public static void AddBillingService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<BillingDbContext>("billingdb");
    }

    public static void MapBillingEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
    }
}
