using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoBanana.ServiceDefaults.Telemetry;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// <c>X-Request-ID</c> on every answer: the caller's own when it is 1-128 of <c>A-Z a-z 0-9 . _ -</c>, else a new one. It is also
/// the trace identifier, so that one grep finds a request in every service.
/// </summary>
public static class RequestId
{
    public const string Header = "X-Request-ID";
    private const int MaxLength = 128;

    public static string Of(HttpContext context) => context.TraceIdentifier;

    public static IApplicationBuilder UseRequestId(this IApplicationBuilder app)
    {
        // Only exported logs show scopes, and every await of a request pays for one.
        var services = app.ApplicationServices;
        var logger = TelemetryExtensions.IsExported(services.GetRequiredService<IConfiguration>())
            ? services.GetRequiredService<ILoggerFactory>().CreateLogger("NanoBanana.Requests")
            : null;
        return app.Use(next => context =>
        {
            Set(context);
            return logger is null ? next(context) : InScopeAsync(context, next, logger);
        });
    }

    /// <summary>Whatever is logged meanwhile carries the id; the framework's own scope would carry the path as well.</summary>
    private static async Task InScopeAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        using (logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", context.TraceIdentifier) }))
            await next(context);
    }

    private static void Set(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var id = IsAcceptable(given) ? given : Guid.CreateVersion7().ToString("n");
        context.TraceIdentifier = id;
        context.Request.Headers[Header] = id;
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            http.Response.Headers[Header] = http.TraceIdentifier;
            return Task.CompletedTask;
        }, context);
    }

    /// <summary>The route of a request as it is written in the code: a path is a caller's, who may have put a key into it.</summary>
    public static string RouteOf(Endpoint? endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "no known route";

    private static bool IsAcceptable(string id)
    {
        if (id.Length is 0 or > MaxLength)
            return false;
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                return false;
        }

        return true;
    }
}
