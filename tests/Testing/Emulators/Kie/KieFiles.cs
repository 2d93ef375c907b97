using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>Results, to whoever has the address.</summary>
internal static class KieFiles
{
    public static async Task AnswerAsync(HttpContext context, EmulatorSwitchboard switchboard, KieEmulatedTask? task)
    {
        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (task is null || behaviour.Name == "expired")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var image = EmulatedImage.Make(task.Request.Width, task.Request.Height, task.Request.MediaType);
        if (behaviour.Name == "damaged")
            image = image[..(image.Length / 2)];
        context.Response.ContentType = task.Request.MediaType;
        if (behaviour.Name == "cut")
        {
            await BrokenAnswers.CutAsync(context, image);
            return;
        }

        context.Response.ContentLength = image.Length;
        await context.Response.Body.WriteAsync(image, context.RequestAborted);
    }
}
