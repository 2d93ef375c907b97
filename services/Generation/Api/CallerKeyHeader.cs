using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Api;

/// <summary>
/// The caller's own provider key, as the gateway hands it over: it drops any such header that a caller sent, and sends this one only on
/// the routes that take such keys.
/// </summary>
internal static class CallerKeyHeader
{
    public static Secret? Read(HttpRequest request) =>
        request.Headers[Contracts.Principals.CallerKey.Header].ToString() is { Length: > 0 } key ? new Secret(key) : null;
}
