using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>What every answer is wrapped in. A refusal comes with HTTP 200 as well.</summary>
internal static class KieEnvelopes
{
    public static JsonObject Good(JsonNode? data) => new() { ["code"] = 200, ["msg"] = "success", ["data"] = data };

    public static JsonObject Refusal(int code, string? message = null) => new() { ["code"] = code, ["msg"] = message ?? MessageOf(code), ["data"] = null };

    /// <summary>Null when the behaviour is no refusal.</summary>
    public static JsonObject? Of(Behaviour behaviour, HttpContext context)
    {
        switch (behaviour.Name)
        {
            case "code":
                return Refusal(behaviour.Number(500));
            case "status":
                context.Response.StatusCode = behaviour.Number(500);
                return Refusal(behaviour.Number(500));
            case "throttled":
                if (behaviour.Argument is { } seconds)
                    context.Response.Headers.RetryAfter = seconds;
                return Refusal(429);
            case "echo_key":
                return Refusal(behaviour.Number(422), $"{context.Request.Headers.Authorization} did this.");
            case "no_code":
                return new JsonObject { ["msg"] = "success" };
            default:
                return null;
        }
    }

    public static Task WriteAsync(HttpContext context, JsonObject answer, bool isCut = false)
    {
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        return isCut ? BrokenAnswers.CutAsync(context, bytes) : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string MessageOf(int code) => code switch
    {
        401 => "You do not have access permissions",
        402 => "Credits insufficient",
        404 => "Not Found",
        408 => "Upstream is currently experiencing service issues. No result has been returned for over 10 minutes.",
        422 => "Validation Error",
        429 => "Rate limit exceeded",
        433 => "Sub-key usage exceeds limit",
        455 => "Service unavailable: the system is under maintenance",
        501 => "Generation failed",
        505 => "The requested feature is disabled",
        _ => "Server error",
    };
}
