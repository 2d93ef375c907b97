using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Keys;
using Yarp.ReverseProxy.Model;

namespace NanoBanana.Gateway.Proxy;

/// <summary>Which credential a route demands.</summary>
internal enum AuthRule
{
    /// <summary>None; one that is sent is not looked at.</summary>
    None,

    /// <summary>Either or none: a bad token counts as none, a bad key does not.</summary>
    Optional,

    /// <summary>An access token.</summary>
    User,

    /// <summary>An API key.</summary>
    Key,

    /// <summary>Either.</summary>
    UserOrKey,

    /// <summary>
    /// Of WebSockets: either or none, a token also as <c>?token=</c>, which is not forwarded. With a bad one the service is told so, which
    /// tells the caller: browsers do not show the answer to a refused upgrade.
    /// </summary>
    Socket,
}

/// <summary>Which window a route counts into.</summary>
internal enum LimitRule
{
    None,

    /// <summary>The key's hourly window, by its owner's tier; given back when no image results.</summary>
    Hourly,

    /// <summary>The address's sign-in attempts.</summary>
    SignIn,

    /// <summary>The account's tests of webhooks, each of which sends somebody a request.</summary>
    WebhookTest,
}

/// <summary>What gateway.routes.json says of a route beside where it leads. An unknown word stops the start: it must not mean "open".</summary>
/// <param name="TakesCallerKeys">Whether an <c>X-API-Key</c> without a product prefix is the caller's own provider key here.</param>
/// <param name="ChangeScope">The scope that a key needs to change something here: that of generating where an hourly window is counted, unless the route says.</param>
/// <param name="IsMetered">Whether requests of the Lab family are counted here in their caller's window: everywhere but where bytes are fetched.</param>
/// <param name="TakesGoogleKeys">Whether our key may also come where Google's clients put theirs: <c>x-goog-api-key</c> and <c>?key=</c>.</param>
internal sealed record RouteRules(
    AuthRule Auth, LimitRule Limit, bool TakesCallerKeys = false, string ChangeScope = KeyScopes.Manage, bool IsMetered = true, bool TakesGoogleKeys = false)
{
    /// <summary>The scope that a key needs for this request.</summary>
    public string ScopeFor(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? KeyScopes.Read : ChangeScope;

    /// <summary>Of what is forwarded the route says them, of what the gateway answers itself the endpoint.</summary>
    public static RouteRules Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteRules>() ?? Parse(context.GetReverseProxyFeature().Route.Config.Metadata);

    public static RouteRules Parse(IReadOnlyDictionary<string, string>? metadata)
    {
        var auth = metadata?.GetValueOrDefault("Auth");
        var limit = metadata?.GetValueOrDefault("Limit");
        return new RouteRules(
            auth switch
            {
                "none" => AuthRule.None,
                "optional" => AuthRule.Optional,
                "user" => AuthRule.User,
                "key" => AuthRule.Key,
                "user-or-key" => AuthRule.UserOrKey,
                "socket" => AuthRule.Socket,
                _ => throw new FormatException($"Auth of a route must be none, optional, user, key, user-or-key or socket, not '{auth}'."),
            },
            limit switch
            {
                null => LimitRule.None,
                "hourly" => LimitRule.Hourly,
                "sign-in" => LimitRule.SignIn,
                "webhook-test" => LimitRule.WebhookTest,
                _ => throw new FormatException($"Limit of a route must be hourly, sign-in or webhook-test, not '{limit}'."),
            },
            metadata?.GetValueOrDefault("CallerKeys") switch
            {
                null => false,
                "true" => true,
                var word => throw new FormatException($"CallerKeys of a route must be true or left out, not '{word}'."),
            },
            metadata?.GetValueOrDefault("Scope") switch
            {
                null => limit == "hourly" ? KeyScopes.Generate : KeyScopes.Manage,
                KeyScopes.Generate => KeyScopes.Generate,
                KeyScopes.Manage => KeyScopes.Manage,
                var word => throw new FormatException($"Scope of a route must be generate, manage or left out, not '{word}'."),
            },
            metadata?.GetValueOrDefault("Metered") switch
            {
                null => true,
                "false" => false,
                var word => throw new FormatException($"Metered of a route must be false or left out, not '{word}'."),
            },
            metadata?.GetValueOrDefault("GoogleKeys") switch
            {
                null => false,
                "true" => true,
                var word => throw new FormatException($"GoogleKeys of a route must be true or left out, not '{word}'."),
            });
    }
}
