using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What any server can do wrong below its protocol.</summary>
internal static class BrokenAnswers
{
    /// <summary>
    /// Carries the behaviour out when it is one of these: <c>hang</c>, <c>reset</c>, <c>slow:MILLISECONDS</c> (then answers as usual),
    /// <c>redirect:ADDRESS</c>, <c>huge</c>, <c>garbage</c> (broken JSON), <c>html</c> (a page with status 200), <c>error_cut</c> (503 with half a body),
    /// <c>http:CODE</c> (without a body).
    /// </summary>
    /// <returns>True when nothing more is to be done.</returns>
    public static async Task<bool> TryAsync(HttpContext context, Behaviour behaviour)
    {
        switch (behaviour.Name)
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return true;
            case "reset":
                context.Abort();
                return true;
            case "slow":
                await Task.Delay(behaviour.Number(1_000), context.RequestAborted);
                return false;
            case "redirect":
                context.Response.Redirect(behaviour.Argument ?? "/");
                return true;
            case "huge":
                await HugeAsync(context);
                return true;
            case "garbage":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"id\": \"1\", \"data\": [", context.RequestAborted);
                return true;
            case "html":
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync("<html><body>It works!</body></html>", context.RequestAborted);
                return true;
            case "error_cut":
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await CutAsync(context, "{\"error\": {\"message\": \"unavailable\"}}"u8.ToArray());
                return true;
            case "http":
                context.Response.StatusCode = behaviour.Number(500);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An answer beyond every sense, in chunks.</summary>
    private static async Task HugeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var block = new byte[1024 * 1024];
        Array.Fill(block, (byte)' ');
        for (var written = 0; written < 80; written++)
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
    }

    /// <summary>Announces the whole body, sends half of it and closes the connection.</summary>
    public static async Task CutAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;

        // Kestrel closes a connection whose answer stayed short of its length, after what there was has gone out; aborting would drop it.
        await context.Response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
    }
}
