using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Identity;
using Npgsql;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// The one place where an exception becomes an answer: unreadable input names its field, a dead dependency is a 503, a client
/// that hung up is nobody's failure, and anything else is a 500 that contains none of its cause.
/// </summary>
internal sealed partial class FailureExceptionHandler(ILogger<FailureExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await FailureWriter.WriteAsync(httpContext, Translate(httpContext, exception));
        return true;
    }

    private ApiFailure Translate(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException bad)
            return FromUnreadableRequest(bad);

        // The credential was good when the gateway looked; the account was deleted since.
        if (exception.GetBaseException() is PostgresException { SqlState: AccountErasure.SqlState })
            return new ApiFailure(ErrorCodes.InvalidToken);

        // The handler's caller has taken the endpoint off the context by now.
        var route = RequestId.RouteOf(context.Features.Get<IExceptionHandlerFeature>()?.Endpoint);
        if (DependencyOutage.Find(exception) is { } outage)
        {
            Log.DependencyFailed(logger, outage, route, exception);
            return new ApiFailure(ErrorCodes.ServiceUnavailable);
        }

        Log.Unhandled(logger, route, exception);
        return new ApiFailure(ErrorCodes.Internal);
    }

    private static ApiFailure FromUnreadableRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new ApiFailure(ErrorCodes.PayloadTooLarge),
        StatusCodes.Status415UnsupportedMediaType => new ApiFailure(ErrorCodes.UnsupportedMediaType),
        _ when bad.InnerException is JsonException json => Invalid(JsonField.Of(json)),
        _ when bad.Message.Contains("body", StringComparison.Ordinal) => Invalid(new FieldError("body", "", "missing", "Field required")),
        _ => new ApiFailure(ErrorCodes.MalformedRequest),
    };

    private static ApiFailure Invalid(FieldError field) => new(ErrorCodes.InvalidRequest) { Fields = [field] };

    private static partial class Log
    {
        [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "The request to {Route} failed.")]
        public static partial void Unhandled(ILogger logger, string route, Exception exception);

        [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Dependency} did not answer the request to {Route}.")]
        public static partial void DependencyFailed(ILogger logger, string dependency, string route, Exception exception);
    }
}
