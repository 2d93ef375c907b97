using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>Results as a store behind a provider serves them: to whoever has the address, for a while.</summary>
internal static class EmulatedFiles
{
    /// <param name="behaviour"><c>expired</c> is 403, <c>gone</c> 404, <c>cut</c> half a file.</param>
    /// <param name="bytes">Null when there is no such file.</param>
    /// <param name="name">Its ending decides what it is said to be.</param>
    public static Task ServeAsync(HttpContext context, Behaviour behaviour, byte[]? bytes, string name)
    {
        var status = behaviour.Name switch { "expired" => StatusCodes.Status403Forbidden, "gone" => StatusCodes.Status404NotFound, _ => StatusCodes.Status200OK };
        if (status != StatusCodes.Status200OK || bytes is null)
        {
            context.Response.StatusCode = bytes is null ? StatusCodes.Status404NotFound : status;
            context.Response.ContentType = "application/xml";
            return context.Response.WriteAsync("<Error><Code>AccessDenied</Code></Error>", context.RequestAborted);
        }

        context.Response.ContentType = name.EndsWith(".mp4", StringComparison.Ordinal) ? EmulatedMovie.MediaType : "image/png";
        if (behaviour.Name == "cut")
            return BrokenAnswers.CutAsync(context, bytes);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
