using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Admin;

/// <summary>On a route of the gateway's own: whoever its rules let in is served. Without it, a forgotten one is for operators alone.</summary>
internal sealed class OpenToCallers;

/// <summary>Lets operators through to the gateway's own routes, in the same words as services refuse others.</summary>
internal sealed class AdminGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<Principal>() is { IsAdmin: true } || context.GetEndpoint()?.Metadata.GetMetadata<OpenToCallers>() is not null
        ? next(context)
        : FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.AdminRequired));
}
