using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace NanoBanana.ServiceDefaults.Telemetry;

/// <summary>
/// Ends the span of a request as https://opentelemetry.io/docs/specs/semconv/http/http-spans has it: named by method and route, with the status, and an error from 500 on.
/// .NET 10 writes what is known at its beginning and leaves the rest to others, until .NET 11.
/// </summary>
internal static class RequestSpans
{
    private const string Method = "http.request.method";
    private const string OtherMethods = "_OTHER";

    /// <summary>Outermost, so that the status is that of the answer. Nothing where nothing is exported.</summary>
    public static void UseRequestSpans(this WebApplication app)
    {
        if (!TelemetryExtensions.IsExported(app.Configuration))
            return;
        app.Use(static async (http, next) =>
        {
            try
            {
                await next(http);
            }
            finally
            {
                if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                    End(span, http);
            }
        });
    }

    private static void End(Activity span, HttpContext http)
    {
        // Whoever handles a failure forgets the endpoint that failed.
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        var method = span.GetTagItem(Method) is string known and not OtherMethods ? known : "HTTP";
        span.DisplayName = route is null ? method : $"{method} {route}";
        if (route is not null)
            span.SetTag("http.route", route);
        var status = http.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }
}
