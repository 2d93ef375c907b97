using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.ServiceDefaults.Principals;

/// <summary>Reads the internal token and keeps an endpoint to the principals it serves. Nothing else proves anything to a service.</summary>
internal sealed class PrincipalMiddleware(RequestDelegate next, InternalTokens tokens)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // What routing itself puts in place to refuse a method or a content type is no route; it answers for itself.
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        if (endpoint is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var token = context.Request.Headers[InternalTokens.Header].ToString();
        var principal = token.Length == 0 ? null : await tokens.VerifyAsync(token);
        if (principal is null)
        {
            await FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.MissingCredential));
            return;
        }

        var requirement = endpoint.Metadata.GetMetadata<PrincipalRequirement>();
        if (requirement is null || !requirement.Kinds.Contains(principal.Kind))
        {
            var code = principal.Kind == PrincipalKind.Anonymous ? ErrorCodes.MissingCredential : ErrorCodes.Forbidden;
            await FailureWriter.WriteAsync(context, new ApiFailure(code));
            return;
        }

        if (requirement.IsForAdmins && !principal.IsAdmin)
        {
            await FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.AdminRequired));
            return;
        }

        context.Features.Set(principal);
        await next(context);
    }
}
