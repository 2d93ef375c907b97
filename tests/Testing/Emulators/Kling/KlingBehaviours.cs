using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// What can be scripted. Orders: <c>code:NUMBER code200:NUMBER</c> (errors), <c>no_data bad_id</c> (a success that is none),
/// <c>taken_reset</c> (taken, and the answer lost). Questions: <c>submitted processing failed failed_code:NUMBER ready</c>, <c>strange</c> (a
/// state that is not in the documents), <c>empty bad_address</c> (a result that is none), <c>unknown</c>, <c>code:NUMBER code200:NUMBER</c>.
/// Files: <c>expired</c> (403), <c>gone</c> (404). Everywhere <c>cut</c>, and what any server can do wrong, of <see cref="BrokenAnswers"/>.
/// </summary>
internal static class KlingBehaviours
{
    /// <summary>The answer to a good order.</summary>
    public static JsonObject? Order(Behaviour behaviour, KlingEmulatedTask task, Uri host) => behaviour.Name switch
    {
        "no_data" => null,
        "bad_id" => new JsonObject { ["task_id"] = "../../account/costs", ["id"] = "../../account/costs" },
        _ => task.Show(host, behaviour),
    };

    /// <summary>Moves the task on; true when it has a new state.</summary>
    public static bool Move(Behaviour behaviour, KlingEmulatedTask task, int pendingPolls) => behaviour.Name switch
    {
        "submitted" or "processing" => task.Become(behaviour.Name),
        "strange" => task.Become("reviewing"),
        "failed" or "failed_code" => task.Become("failed"),
        "ready" or "empty" or "bad_address" => task.Become("ready"),
        _ => task.Ask(pendingPolls),
    };

    public static Task WriteAsync(HttpContext context, Behaviour behaviour, JsonNode? data)
    {
        var body = new JsonObject
        {
            ["code"] = behaviour.Name == "failed_code" ? behaviour.Number(1301) : 0,
            ["message"] = "SUCCEED",
            ["request_id"] = Guid.NewGuid().ToString(),
            ["data"] = data,
        };
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return behaviour.Name == "cut" ? BrokenAnswers.CutAsync(context, bytes) : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
