using NanoBanana.Contracts.Errors;
using NanoBanana.Gateway.Admin;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Info;

/// <summary><c>GET /api/info</c>.</summary>
internal static class InfoEndpoints
{
    public static void Map(WebApplication app) => app.MapGet("/api/info", GetInfo.Handle)
        .WithMetadata(new RouteRules(AuthRule.Optional, LimitRule.None), new OpenToCallers())
        .WithName("GetInfo").WithTags("Health").WithSummary("Tells what the Banatie family offers, and a caller with a key what that key is.")
        .Fails(WireFamily.Banatie, ErrorCodes.UnknownKey);
}
