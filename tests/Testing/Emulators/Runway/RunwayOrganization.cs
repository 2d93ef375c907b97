using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>The account that the key belongs to. Key and version have been checked.</summary>
internal static class RunwayOrganization
{
    public static async Task AnswerAsync(HttpContext context, EmulatorSwitchboard switchboard)
    {
        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var left = behaviour.Name == "credits" ? behaviour.Argument : null;
        await (RunwayProblem.Named(behaviour) is { } problem
            ? problem.WriteAsync(context)
            : RunwayBehaviours.WriteAsync(context, behaviour, Show(JsonNode.Parse(left ?? "1250"))));
    }

    private static JsonObject Show(JsonNode? left) => new()
    {
        ["creditBalance"] = left,
        ["tier"] = new JsonObject
        {
            ["maxMonthlyCreditSpend"] = 10_000,
            ["models"] = new JsonObject { ["gen4_image"] = new JsonObject { ["maxConcurrentGenerations"] = 5, ["maxDailyGenerations"] = 200 } },
        },
        ["usage"] = new JsonObject { ["models"] = new JsonObject { ["gen4_image"] = new JsonObject { ["dailyGenerations"] = 3 } } },
    };
}
