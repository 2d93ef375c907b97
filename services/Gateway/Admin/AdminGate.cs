using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Admin;

/// <summary>Lets operators through to the gateway's own routes, in the same words as services refuse others.</summary>
internal sealed class AdminGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Features.Get<Principal>() is { IsAdmin: true }
        ? next(context)
        : FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.AdminRequired));
}
