using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Keys;
using NanoBanana.Contracts.Principals;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Turns the request's credential into its principal, or refuses it, as the route demands.</summary>
internal sealed class CredentialMiddleware(RequestDelegate next, CredentialCache cache, KeyUseReporter uses, IOptions<GatewayOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var rules = RouteRules.Of(context);
        var callerKey = rules.TakesCallerKeys && options.Value.AllowCallerProviderKeys ? PresentedCredential.CallerKeyOf(context.Request) : null;
        var presented = rules.Auth == AuthRule.Socket ? PresentedCredential.OfSocket(context.Request)
            : rules.TakesGoogleKeys ? PresentedCredential.OfGoogleClient(context.Request)
            : callerKey is null ? PresentedCredential.Of(context.Request) : PresentedCredential.OfAuthorization(context.Request);
        var (principal, refusal) = await ResolveAsync(context, rules.Auth, presented);
        if (principal is not null && !KeyScopes.Allow(principal, rules.ScopeFor(context.Request.Method)))
            refusal = ErrorCodes.Forbidden;
        if (rules.Auth == AuthRule.Socket && (refusal is { Kind: ErrorKind.BadCredential } || refusal == ErrorCodes.AccountBanned))
            context.Features.Set(CredentialRefused.Instance);
        else if (refusal is not null)
        {
            await FailureWriter.WriteAsync(context, new ApiFailure(refusal));
            return;
        }

        context.Features.Set(principal ?? Principal.Anonymous);
        if (callerKey is not null)
            context.Features.Set(new CallersOwnKey(callerKey));
        if (principal?.KeyId is { } key)
            uses.Used(key);
        await next(context);
    }

    private async ValueTask<(Principal? Principal, ErrorCode? Refusal)> ResolveAsync(HttpContext context, AuthRule rule, PresentedCredential presented)
    {
        if (rule == AuthRule.None)
            return (null, null);
        switch (presented.Form)
        {
            case CredentialForm.None:
                return (null, rule switch { AuthRule.Optional or AuthRule.Socket => null, AuthRule.Key => ErrorCodes.MissingKey, _ => ErrorCodes.MissingCredential });
            case CredentialForm.Conflicting:
                return (null, ErrorCodes.ConflictingCredentials);
            case CredentialForm.Other:
                return (null, rule switch { AuthRule.Optional => null, AuthRule.User => ErrorCodes.InvalidToken, _ => ErrorCodes.MalformedKey });
            case CredentialForm.ApiKey when rule == AuthRule.User:
                return (null, ErrorCodes.InvalidToken);
            case CredentialForm.ApiKey when !KeyFormats.IsWellFormed(presented.Text):
                return (null, ErrorCodes.MalformedKey);
            case CredentialForm.Token when rule == AuthRule.Key:
                return (null, ErrorCodes.MalformedKey);
        }

        var resolved = await cache.ResolveAsync(presented, context.RequestAborted);
        if (resolved.Refusal is { Kind: ErrorKind.BadCredential } && presented.Form == CredentialForm.Token && rule == AuthRule.Optional)
            return (null, null);
        context.Features.Set(resolved);
        return (resolved.Principal, resolved.Refusal);
    }
}
