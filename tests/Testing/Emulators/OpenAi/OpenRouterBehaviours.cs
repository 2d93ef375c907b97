using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers that can be scripted:
/// errors <c>error:CODE moderation out_of_credits throttled:SECONDS overloaded:SECONDS echo_key[:CODE]</c>; errors after the model has
/// started, with status 200 <c>run_error:CODE run_moderation run_error_text</c>; answers without an image <c>no_data empty_data</c>; a broken
/// image <c>bad_base64</c>; odd but good <c>no_usage cost:DOLLARS data_url</c>; a broken answer <c>cut</c>. What any server can do wrong is in
/// <see cref="BrokenAnswers"/>.
/// </summary>
internal static class OpenRouterBehaviours
{
    public static Task AnswerAsync(HttpContext context, Behaviour behaviour, OpenRouterRequest request)
    {
        if (behaviour is { Name: "throttled" or "overloaded", Argument: { } seconds })
            context.Response.Headers.RetryAfter = seconds;
        if (behaviour.Name == "run_error_text")
            return SendAsync(context, new JsonObject { ["error"] = new JsonObject { ["message"] = "It failed.", ["code"] = "server_error" } });
        if (Problem(behaviour, context) is { } problem)
            return problem.WriteAsync(context);
        var answer = Answer(behaviour, request);
        return behaviour.Name == "cut" ? BrokenAnswers.CutAsync(context, Encoding.UTF8.GetBytes(answer.ToJsonString())) : SendAsync(context, answer);
    }

    /// <summary>What is known of the key, or an error instead.</summary>
    public static Task KeyAsync(HttpContext context, Behaviour behaviour) => Problem(behaviour, context) is { } problem
        ? problem.WriteAsync(context)
        : SendAsync(context, new JsonObject { ["data"] = new JsonObject { ["label"] = "emulated", ["usage"] = 0.5, ["limit"] = null, ["is_free_tier"] = false } });

    private static OpenRouterProblem? Problem(Behaviour behaviour, HttpContext context) => behaviour.Name switch
    {
        "error" => new(behaviour.Number(500), "An error occurred."),
        "run_error" => new(behaviour.Number(502), "Provider returned error", new JsonObject { ["provider_name"] = "Google", ["raw"] = "upstream failed" }) { HasStarted = true },
        "moderation" => OpenRouterProblem.Moderated,
        "run_moderation" => OpenRouterProblem.Moderated with { HasStarted = true },
        "out_of_credits" => OpenRouterProblem.OutOfCredits,
        "throttled" => new(429, "Rate limit exceeded: free-models-per-min."),
        "overloaded" => new(503, "No instances available"),
        "echo_key" => new(behaviour.Number(400), $"Bad key {Key(context)}", new JsonObject { ["raw"] = Key(context) }),
        _ => null,
    };

    private static string Key(HttpContext context) => context.Request.Headers.Authorization.ToString()["Bearer ".Length..];

    private static JsonObject Answer(Behaviour behaviour, OpenRouterRequest request)
    {
        var data = behaviour.Name == "bad_base64" ? "*** not base64 ***" : Convert.ToBase64String(EmulatedImage.Make(request.Width, request.Height, request.MediaType));
        var answer = new JsonObject
        {
            ["created"] = 1776916481,
            ["data"] = new JsonArray(new JsonObject { ["b64_json"] = behaviour.Name == "data_url" ? $"data:{request.MediaType};base64,{data}" : data, ["media_type"] = request.MediaType }),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = 12,
                ["completion_tokens"] = 1120,
                ["total_tokens"] = 1132,
                ["cost"] = JsonNode.Parse(behaviour is { Name: "cost", Argument: { } dollars } ? dollars : "0.1344"),
            },
        };
        if (behaviour.Name == "no_data")
            answer.Remove("data");
        if (behaviour.Name == "empty_data")
            answer["data"] = new JsonArray();
        if (behaviour.Name == "no_usage")
            answer.Remove("usage");
        return answer;
    }

    private static Task SendAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
