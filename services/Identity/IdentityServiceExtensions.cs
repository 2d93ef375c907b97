using Microsoft.AspNetCore.Builder;
using NanoBanana.Identity.Data;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Identity;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class IdentityServiceExtensions
{
    public static void AddIdentityService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<IdentityDbContext>("identitydb");
    }

    public static void MapIdentityEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
    }
}
