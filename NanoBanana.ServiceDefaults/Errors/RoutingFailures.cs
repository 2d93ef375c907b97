using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>Gives an empty 404, 405 or 415 from routing the shape of its family.</summary>
internal static class RoutingFailures
{
    public static IApplicationBuilder UseRoutingFailures(this IApplicationBuilder app) => app.UseStatusCodePages(static pages =>
    {
        var code = pages.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ErrorCodes.RouteNotFound,
            StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ErrorCodes.PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType => ErrorCodes.UnsupportedMediaType,
            _ => null,
        };
        return code is null ? Task.CompletedTask : FailureWriter.WriteAsync(pages.HttpContext, new ApiFailure(code));
    });
}
