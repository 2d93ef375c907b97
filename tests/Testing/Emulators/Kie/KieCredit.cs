using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What is left of the account. Who asks has been checked.</summary>
internal static class KieCredit
{
    public static async Task AnswerAsync(HttpContext context, EmulatorSwitchboard switchboard)
    {
        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var left = behaviour.Name == "credit" ? behaviour.Argument : null;
        var answer = KieEnvelopes.Of(behaviour, context) ?? KieEnvelopes.Good(JsonNode.Parse(left ?? "5916.25"));
        await KieEnvelopes.WriteAsync(context, answer, behaviour.Name == "cut");
    }
}
