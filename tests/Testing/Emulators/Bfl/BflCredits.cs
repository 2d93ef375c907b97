using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What is left of the account.</summary>
internal static class BflCredits
{
    public static async Task AnswerAsync(HttpContext context, EmulatorSwitchboard switchboard, string key)
    {
        if (context.Request.Headers["x-key"] != key)
        {
            switchboard.Reject();
            await BflProblem.BadKey.WriteAsync(context);
            return;
        }

        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (BflProblem.Of(behaviour, context) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        var left = behaviour.Name == "credits" ? behaviour.Argument : null;
        JsonObject answer = behaviour.Name == "empty_object" ? [] : new() { ["credits"] = JsonNode.Parse(left ?? "123.4") };
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.ContentType = "application/json";
        await (behaviour.Name == "cut" ? BrokenAnswers.CutAsync(context, bytes) : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask());
    }
}
