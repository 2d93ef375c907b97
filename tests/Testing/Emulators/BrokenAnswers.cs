using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What any server can do wrong below its protocol.</summary>
internal static class BrokenAnswers
{
    /// <summary>Carries the behaviour out when it is one of these: <c>hang</c>, <c>reset</c>, <c>slow:MILLISECONDS</c> (then answers as usual).</summary>
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
            default:
                return false;
        }
    }

    /// <summary>Announces the whole body, sends half of it and closes the connection.</summary>
    public static async Task CutAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;

        // Kestrel closes a connection whose answer stayed short of its length, after what there was has gone out; aborting would drop it.
        await context.Response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
    }
}
