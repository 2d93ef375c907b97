namespace NanoBanana.Gateway.Web;

/// <summary>What browsers are told of every answer: no sniffing, no framing, no referrer, and nothing to load from an API answer.</summary>
internal static class SecurityHeaders
{
    private const string ForApi = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI is ours to serve: its own scripts and styles (it sets styles inline), images as data, calls to this origin.</summary>
    private const string ForDocs =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs") ? ForDocs : ForApi;
            if (http.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
