using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NanoBanana.Contracts.Errors;

namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>
/// Refuses a body in a character set that nobody knows, as a media type that is not supported. Left to what reads JSON, which throws what anything
/// may throw, it would be a failure of ours.
/// </summary>
internal sealed class CharsetMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentType is not { } type || !type.Contains("charset", StringComparison.OrdinalIgnoreCase)
            || !MediaTypeHeaderValue.TryParse(type, out var media) || !media.Charset.HasValue)
        {
            return next(context);
        }

        // Its name may stand in quotation marks, with which what reads JSON does not know it.
        media.Charset = HeaderUtilities.RemoveQuotes(media.Charset);
        if (media.Encoding is null)
            return FailureWriter.WriteAsync(context, new ApiFailure(ErrorCodes.UnsupportedMediaType));
        context.Request.ContentType = media.ToString();
        return next(context);
    }
}
