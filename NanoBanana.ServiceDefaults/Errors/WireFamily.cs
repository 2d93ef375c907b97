using Microsoft.AspNetCore.Http;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>The dialects spoken on the wire. A family decides the JSON shape of answers and of every error, routing errors included.</summary>
public enum WireFamily
{
    /// <summary>Our own surfaces: RFC 9457 problem details.</summary>
    Ours = 0,

    /// <summary><c>/v1/*</c>: <c>{"detail": ...}</c>.</summary>
    Saas,

    /// <summary><c>/api/*</c>: <c>{"success": false, "error": {...}, "detail": ...}</c>.</summary>
    Lab,

    /// <summary>Bootstrap, admin keys, info, text-to-image, enhance, multipart generate.</summary>
    Banatie,

    /// <summary><c>/api/nano-banana/*</c>.</summary>
    Kie,

    /// <summary><c>/openai/*</c>: <c>{"error": {"message", "type", "param", "code"}}</c>, as OpenAI's own clients read it.</summary>
    OpenAi,

    /// <summary><c>/gemini/*</c>: <c>{"error": {"code", "message", "status", "details"}}</c>.</summary>
    Gemini,
}

/// <summary>Tells which family a request belongs to, from its path alone (and, for one shared path, its content type).</summary>
public static class WireFamilies
{
    private static readonly PathString[] OursUnderV1 = ["/v1/generations", "/v1/images", "/v1/thumbnails", "/v1/inputs", "/v1/videos", "/v1/batches", "/v1/quotes", "/v1/events", "/v1/webhooks", "/v1/callbacks"];
    private static readonly PathString[] Banatie = ["/api/bootstrap", "/api/admin/keys", "/api/info", "/api/text-to-image", "/api/enhance"];

    public static WireFamily Of(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/v1"))
            return StartsWithAny(path, OursUnderV1) ? WireFamily.Ours : WireFamily.Saas;
        if (path.StartsWithSegments("/api/nano-banana"))
            return WireFamily.Kie;
        if (StartsWithAny(path, Banatie) || (path == "/api/generate" && IsMultipart(request)))
            return WireFamily.Banatie;
        if (path.StartsWithSegments("/openai"))
            return WireFamily.OpenAi;
        if (path.StartsWithSegments("/gemini"))
            return WireFamily.Gemini;
        if (path == "/api/v1/health")
            return WireFamily.Saas;
        return path.StartsWithSegments("/api") ? WireFamily.Lab : WireFamily.Ours;
    }

    private static bool IsMultipart(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    private static bool StartsWithAny(PathString path, PathString[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (path.StartsWithSegments(prefix))
                return true;
        }

        return false;
    }
}
