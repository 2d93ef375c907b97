using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>Results, as the storage behind the provider serves them: to whoever has the address, for as long as it lives.</summary>
internal static class BflFiles
{
    public static async Task AnswerAsync(HttpContext context, EmulatorSwitchboard switchboard, BflEmulatedOrder? order)
    {
        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (order is null || behaviour.Name == "gone")
        {
            await RefuseAsync(context, 404, "BlobNotFound", "The specified blob does not exist.");
            return;
        }

        if (behaviour.Name == "expired")
        {
            await RefuseAsync(context, 403, "AuthenticationFailed", "The signature of this address is no longer valid.");
            return;
        }

        var image = EmulatedImage.Make(order.Request.Width, order.Request.Height, order.Request.MediaType);
        if (behaviour.Name == "damaged")
            image = image[..(image.Length / 2)];
        context.Response.ContentType = order.Request.MediaType;
        context.Response.Headers.ContentMD5 = Convert.ToBase64String(MD5.HashData(image));
        if (behaviour.Name == "cut")
        {
            await BrokenAnswers.CutAsync(context, image);
            return;
        }

        context.Response.ContentLength = image.Length;
        await context.Response.Body.WriteAsync(image, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>", context.RequestAborted);
    }
}
