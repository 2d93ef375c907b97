using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// What can be scripted. Orders: <c>bad_request[:FIELD] refused no_credits bad_key daily_limit[:SECONDS] status:CODE</c> (errors),
/// <c>no_id bad_id</c> (a success that is none), <c>taken_reset</c> (taken, and the answer lost). Questions: <c>pending throttled
/// running[:PERCENT]</c>, <c>failed[:CODE] cancelled unknown empty bad_address ready</c>, <c>strange</c> (a state that is not in the
/// documents), <c>bad_key status:CODE</c>. The account: <c>bad_key status:CODE</c>, <c>credits:JSON</c> (what is left). Files:
/// <c>expired</c> (403), <c>gone</c> (404). Everywhere <c>cut</c>, and what any server can do wrong, of <see cref="BrokenAnswers"/>.
/// </summary>
internal static class RunwayBehaviours
{
    /// <summary>The answer to a good order; null when it is scripted to be an error.</summary>
    public static JsonObject Order(Behaviour behaviour, RunwayEmulatedTask task) => behaviour.Name switch
    {
        "no_id" => [],
        "bad_id" => new JsonObject { ["id"] = "../organization" },
        _ => task.Taken(),
    };

    /// <summary>The answer to a question; null when there is no such task.</summary>
    public static JsonObject? Question(Behaviour behaviour, RunwayEmulatedTask task, Uri host, int pendingPolls) => behaviour.Name switch
    {
        "ok" or "cut" or "slow" => Question(new Behaviour(task.Ask(pendingPolls)), task, host, pendingPolls),
        "pending" => task.Underway("PENDING"),
        "throttled" => task.Underway("THROTTLED"),
        "running" => task.Underway("RUNNING", behaviour.Number(42) / 100.0),
        "strange" => task.Underway("REVIEWED"),
        "failed" => task.Ended("FAILED", behaviour.Argument, IsKept(behaviour.Argument) ? task.Credits : 0),
        "cancelled" => task.Ended("CANCELLED", null, 0),
        "empty" => task.Succeeded([]),
        "bad_address" => task.Succeeded(["not an address"]),
        "unknown" => null,
        _ => task.Succeeded([new Uri(host, $"/files/{task.FileName}?_jwt=emulated").ToString()]),
    };

    public static Task WriteAsync(HttpContext context, Behaviour behaviour, JsonObject body)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return behaviour.Name == "cut" ? BrokenAnswers.CutAsync(context, bytes) : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>What was unsafe to ask for is not refunded.</summary>
    private static bool IsKept(string? code) => code?.StartsWith("SAFETY.INPUT", StringComparison.Ordinal) == true;
}
