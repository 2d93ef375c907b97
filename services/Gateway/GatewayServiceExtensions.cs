using Microsoft.AspNetCore.Builder;
using NanoBanana.ServiceDefaults.Redis;

namespace NanoBanana.Gateway;

/// <summary>The gateway's whole public surface: what a host adds and maps.</summary>
public static class GatewayServiceExtensions
{
    public static void AddGatewayService(this WebApplicationBuilder builder)
    {
        builder.AddRedisClient("redis");
        builder.Services.AddReverseProxy();
    }

    public static void MapGatewayEndpoints(this WebApplication app)
    {
        app.MapReverseProxy();
    }
}
