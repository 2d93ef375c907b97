using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api;

/// <summary>What a request's headers say of who shall serve it: <c>X-Provider</c>, <c>X-Model</c>, <c>X-Routing-Strategy</c>.</summary>
internal static class RoutingHeaders
{
    private const int MaxLength = 100;

    public static (string? Provider, string? Model, string? Strategy) Read(HttpRequest http, RoutingPolicies policies, RequestValidation validation)
    {
        var strategy = Header(http, "X-Routing-Strategy");
        if (strategy is not null && policies.Find(strategy) is null)
        {
            var names = string.Join(", ", policies.Names.Select(static name => $"'{name}'"));
            validation.Add("X-Routing-Strategy", "literal_error", $"Input should be {names}", "header");
        }

        return (Header(http, "X-Provider"), Header(http, "X-Model"), strategy?.ToLowerInvariant());
    }

    private static string? Header(HttpRequest request, string name) => request.Headers[name].ToString() is { Length: > 0 and <= MaxLength } value ? value : null;
}
