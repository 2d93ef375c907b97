using Microsoft.AspNetCore.Cors.Infrastructure;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Web;

/// <summary>
/// Which browser origins may call: the local dashboards by default, plus <c>Cors:Origins</c> (<c>CORS_ORIGIN</c> and <c>CORS_ORIGINS</c>,
/// comma separated). <c>*</c> opens it to all, and then without credentials.
/// </summary>
internal static class CorsExtensions
{
    private static readonly string[] Exposed =
        ["X-Request-ID", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After", "X-Error-Code", "Location"];

    public static void AddEdgeCors(this WebApplicationBuilder builder)
    {
        var origins = BrowserOrigins.Read(builder.Configuration);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => Configure(policy, origins)));
    }

    private static void Configure(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        policy.AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(Exposed).SetPreflightMaxAge(TimeSpan.FromHours(1));
        if (origins.Contains(BrowserOrigins.Any))
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. origins]).AllowCredentials();
    }
}
