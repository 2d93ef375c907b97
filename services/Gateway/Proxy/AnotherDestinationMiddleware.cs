using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace NanoBanana.Gateway.Proxy;

/// <summary>
/// Takes a request to another process of its service when the first took no connection: nothing of it was sent, so that none can have begun
/// what it asks for. What may have arrived is never sent again; that is for its caller to repeat, under its Idempotency-Key.
/// </summary>
internal sealed class AnotherDestinationMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var left = proxy.AvailableDestinations;
        await next(context);
        while (left.Count > 1 && WasNotSent(context))
        {
            left = [.. left.Where(destination => destination != proxy.ProxiedDestination)];
            proxy.AvailableDestinations = left;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            await next(context);
        }
    }

    private static bool WasNotSent(HttpContext context) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested
        && context.Features.Get<IForwarderErrorFeature>() is { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } };
}
