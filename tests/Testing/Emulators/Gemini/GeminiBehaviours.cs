using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers that can be scripted:
/// errors <c>bad_request bad_key location out_of_funds forbidden not_found throttled[:DELAY] throttled_text:WORDS throttled_header:SECONDS
/// cancelled internal bad_gateway overloaded deadline status:CODE echo_key[:CODE]</c>; answers without an image <c>blocked[:REASON] finish:REASON text_only
/// empty_object no_candidates no_content empty_content content_role empty_parts null_parts drafts_only</c>; broken images
/// <c>damaged bad_base64</c>; odd but good <c>escaped no_mime grounding_odd grounding_null</c>; a broken answer <c>cut</c>. What any server can do wrong is in <see cref="BrokenAnswers"/>.
/// </summary>
internal static class GeminiBehaviours
{
    public static Task AnswerAsync(HttpContext context, Behaviour behaviour, Func<string> success)
    {
        if (Problem(behaviour, context) is { } problem)
            return problem.WriteAsync(context);
        var answer = success();
        return behaviour.Name switch
        {
            "cut" => SendAsync(context, answer, static (http, bytes) => BrokenAnswers.CutAsync(http, bytes)),
            "escaped" => WriteAsync(context, answer.Replace("=", "\\u003d", StringComparison.Ordinal)),
            "bad_gateway" => BadGatewayAsync(context),
            _ => WriteAsync(context, answer),
        };
    }

    /// <summary>The error that a behaviour stands for; null when it is none.</summary>
    public static GeminiProblem? Problem(Behaviour behaviour, HttpContext context)
    {
        switch (behaviour.Name)
        {
            case "throttled_header":
                context.Response.Headers.RetryAfter = behaviour.Argument ?? "7";
                return new GeminiProblem(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).");
            case "throttled":
                return GeminiProblem.Throttled(behaviour.Argument ?? "55s", "54.9s");
            case "throttled_text":
                return GeminiProblem.Throttled(null, behaviour.Argument ?? "10h17m5.7s");
            case "echo_key":
                return GeminiProblem.Echo(behaviour.Number(400), context.Request.Headers["x-goog-api-key"].ToString());
            case "status":
                return new GeminiProblem(behaviour.Number(500), "UNKNOWN", "An error occurred.");
            default:
                return Named(behaviour.Name);
        }
    }

    private static GeminiProblem? Named(string name) => name switch
    {
        "bad_request" => GeminiProblem.Invalid("Request contains an invalid argument."),
        "bad_key" => GeminiProblem.BadKey,
        "location" => new(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        "out_of_funds" => new(402, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
        "forbidden" => new(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."),
        "not_found" => GeminiProblem.NoModel("retired"),
        "cancelled" => new(499, "CANCELLED", "The operation was cancelled."),
        "internal" => new(500, "INTERNAL", "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"),
        "overloaded" => new(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        "deadline" => new(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        _ => null,
    };

    private static Task WriteAsync(HttpContext context, string body) =>
        SendAsync(context, body, static async (http, bytes) => await http.Response.Body.WriteAsync(bytes, http.RequestAborted));

    private static Task SendAsync(HttpContext context, string body, Func<HttpContext, ReadOnlyMemory<byte>, Task> send)
    {
        context.Response.ContentType = "application/json; charset=UTF-8";
        return send(context, Encoding.UTF8.GetBytes(body));
    }

    private static Task BadGatewayAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync("<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>", context.RequestAborted);
    }
}
