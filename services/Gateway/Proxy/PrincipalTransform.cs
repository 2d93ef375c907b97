using NanoBanana.Contracts.Principals;
using NanoBanana.Gateway.Credentials;
using NanoBanana.ServiceDefaults.Principals;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace NanoBanana.Gateway.Proxy;

/// <summary>
/// What a service gets to see of a request: the principal in a signed token, our own word on where it came from, and none of the
/// caller's credentials, but for a key of the caller's own where the route takes such. A header that could pass for ours is dropped whatever it says.
/// </summary>
internal sealed class PrincipalTransform(InternalTokens tokens) : ITransformProvider
{
    private const string OwnPrefix = "X-NanoBanana-";
    private static readonly string[] Credentials = ["Authorization", "X-API-Key", PresentedCredential.GoogleKeyHeader, "Cookie", "Proxy-Authorization"];

    // What is read of a query in which a key may stand, too.
    private static readonly string[] GoogleParameters = ["alt", "pageSize", "pageToken"];

    public void Apply(TransformBuilderContext context)
    {
        context.AddXForwarded(ForwardedTransformActions.Set);
        var rules = RouteRules.Parse(context.Route.Metadata);
        var (isSocket, takesGoogleKeys) = (rules.Auth == AuthRule.Socket, rules.TakesGoogleKeys);
        context.AddRequestTransform(transform =>
        {
            var headers = transform.ProxyRequest.Headers;
            foreach (var name in Credentials)
                headers.Remove(name);

            // Looked for among what came in: reading the copy would parse every header's value.
            foreach (var (name, _) in transform.HttpContext.Request.Headers)
            {
                if (name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase))
                    headers.Remove(name);
            }

            var principal = transform.HttpContext.Features.Get<Principal>() ?? Principal.Anonymous;
            headers.Add(InternalTokens.Header, tokens.Mint(principal));
            if (transform.HttpContext.Features.Get<CallersOwnKey>() is { } own)
                headers.TryAddWithoutValidation(CallerKey.Header, own.Text);
            if (transform.HttpContext.Features.Get<CredentialRefused>() is not null)
                headers.Add(RefusedCredential.Header, "1");

            // Where a credential may stand in the query it does not go on, however it is spelt: only what is known to be none does.
            if (isSocket || takesGoogleKeys)
                transform.Query.Collection.Clear();
            foreach (var name in takesGoogleKeys ? GoogleParameters : [])
            {
                if (transform.HttpContext.Request.Query.TryGetValue(name, out var value))
                    transform.Query.Collection[name] = value;
            }

            return ValueTask.CompletedTask;
        });
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }
}
