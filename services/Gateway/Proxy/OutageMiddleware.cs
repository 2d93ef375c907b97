using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace NanoBanana.Gateway.Proxy;

/// <summary>A service that cannot be reached is a 503 in the caller's family, not an empty 502.</summary>
internal sealed partial class OutageMiddleware(RequestDelegate next, ILogger<OutageMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is not { } error || context.RequestAborted.IsCancellationRequested)
            return;
        if (context.Response.HasStarted)
        {
            Log.BrokeOff(logger, RequestId.RouteOf(context.GetEndpoint()), error.Error, error.Exception?.GetType().Name);
            return;
        }

        if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.PayloadTooLarge));
            return;
        }

        Log.NotForwarded(logger, error.Error, RequestId.RouteOf(context.GetEndpoint()), error.Exception);
        await FailureWriter.WriteAsync(context, new ApiFailure(
            error.Error is ForwarderError.RequestBodyClient ? ErrorCodes.MalformedRequest : ErrorCodes.ServiceUnavailable));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5000, Level = LogLevel.Warning, Message = "A request to {Route} was not forwarded: {Error}.")]
        public static partial void NotForwarded(ILogger logger, ForwarderError error, string route, Exception? exception);

        [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "The answer to a request to {Route} broke off: {Error} ({Cause}).")]
        public static partial void BrokeOff(ILogger logger, string route, ForwarderError error, string? cause);
    }
}
