using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers that can be scripted. To an order and to a question after one: <c>code:CODE</c> (a refusal with HTTP 200),
/// <c>status:CODE</c> (with that status as well), <c>throttled[:SECONDS] echo_key[:CODE] no_code</c>, a broken answer <c>cut</c>. To an
/// order, useless <c>no_task</c>. To a question: <c>state:STATE</c>, <c>fail:CODE</c> (a text), <c>fail_number:CODE</c>,
/// <c>result:JSON</c> (that text as the result). About credit: the refusals, <c>no_code</c>, <c>cut</c>, and <c>credit:JSON</c> for what is
/// left. For a file: <c>expired damaged cut</c>. What any server can do wrong is in
/// <see cref="BrokenAnswers"/>.
/// </summary>
internal static class KieBehaviours
{
    /// <summary>The answer to an order.</summary>
    public static JsonObject Created(Behaviour behaviour, KieEmulatedTask task) =>
        KieEnvelopes.Good(behaviour.Name == "no_task" ? [] : new JsonObject { ["taskId"] = task.Id, ["recordId"] = task.Id });

    /// <summary>The answer to a question.</summary>
    /// <param name="file">Where the result lies.</param>
    public static JsonObject Standing(Behaviour behaviour, KieEmulatedTask task, string file) => KieEnvelopes.Good(behaviour.Name switch
    {
        "state" => task.Record(behaviour.Argument ?? "waiting"),
        "fail" => task.Fail(behaviour.Argument ?? "500"),
        "fail_number" => task.Fail(behaviour.Number(500)),
        "result" => task.Success(behaviour.Argument ?? ""),
        _ => task.Ask() is { } state ? task.Record(state) : task.Success(KieEmulatedTask.ResultJson(file)),
    });
}
