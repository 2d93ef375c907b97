using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// An answer as events: partial images, then the completed one. What can be scripted besides the answers with status 200 of <see cref="OpenAiBehaviours"/>, each after the
/// first partial image where it is a failure:
/// errors <c>late:ERROR</c> (an event with any of those errors), <c>late_bare:ERROR</c> (its fields in the event itself), <c>late_unnamed:ERROR</c> (without type and
/// name); ends <c>cut</c> (within an event), <c>ended_early</c>, <c>broken_end</c> (a completed event that is no JSON), <c>huge_event</c>; partial images
/// <c>none</c>, <c>six</c>, <c>broken_partial</c> (no JSON), <c>no_picture</c> (no image), <c>half_picture</c>, <c>dead_picture</c> (without pixels); odd but good <c>odd</c> (CRLF, comments, other events, no
/// names, data in lines), <c>unstreamed</c> (one body); and <c>paced:MILLISECONDS</c> before each event.
/// </summary>
internal static class OpenAiEventStream
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = OpenAiProblem.Pretty.Encoder };

    public static async Task AnswerAsync(HttpContext context, Behaviour behaviour, OpenAiEmulatedRequest request, int partials, Task completing)
    {
        var kind = context.Request.Path.Value!.EndsWith("edits", StringComparison.Ordinal) ? "image_edit" : "image_generation";
        var events = Events(context, behaviour, request, kind, partials).ToList();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        if (behaviour.Name == "cut")
            context.Response.ContentLength = events.Sum(static text => Encoding.UTF8.GetByteCount(text));
        for (var i = 0; i < events.Count; i++)
        {
            if (behaviour.Name == "paced")
                await Task.Delay(behaviour.Number(1_000), context.RequestAborted);
            if (i == events.Count - 1)
                await completing.WaitAsync(context.RequestAborted);

            // Kestrel closes a connection whose answer stayed short of its length, after what there was has gone out.
            var text = behaviour.Name == "cut" && i == events.Count - 1 ? events[i][..(events[i].Length / 2)] : events[i];
            await context.Response.WriteAsync(text, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static IEnumerable<string> Events(HttpContext context, Behaviour behaviour, OpenAiEmulatedRequest request, string kind, int partials)
    {
        for (var i = 0; i < behaviour.Name switch { "none" => 0, "six" => 6, "late" or "late_bare" or "late_unnamed" => 1, _ => partials }; i++)
            yield return Partial(behaviour, request, kind, i);
        switch (behaviour.Name)
        {
            case "late":
                yield return Event("error", new JsonObject { ["type"] = "error", ["error"] = Late(context, behaviour) });
                break;
            case "late_bare":
                var bare = Late(context, behaviour);
                bare["type"] = "error";
                yield return Event("error", bare);
                break;
            case "late_unnamed":
                yield return $"data: {new JsonObject { ["error"] = Late(context, behaviour) }.ToJsonString()}\n\n";
                break;
            case "ended_early":
                break;
            case "broken_end":
                yield return $"event: {kind}.completed\ndata: {{\"type\": \"{kind}.compl\n\n";
                break;
            case "huge_event":
                for (var i = 0; i < 80; i++)
                    yield return (i == 0 ? "data: " : "") + new string('x', 1024 * 1024);
                break;
            case "odd":
                yield return Odd(OpenAiAnswers.Completed(behaviour, request, kind + ".completed"));
                break;
            default:
                yield return Event(kind + ".completed", OpenAiAnswers.Completed(behaviour, request, kind + ".completed"));
                break;
        }
    }

    private static string Partial(Behaviour behaviour, OpenAiEmulatedRequest request, string kind, int index)
    {
        var bytes = EmulatedImage.Make(request.Width, request.Height, request.MediaType);
        var partial = OpenAiAnswers.Completed(Behaviour.Ok, request, kind + ".partial_image");
        partial.Remove("usage");
        partial["partial_image_index"] = index;
        if (behaviour.Name == "no_picture")
            partial["b64_json"] = Convert.ToBase64String("<html>"u8);
        if (behaviour.Name == "half_picture")
            partial["b64_json"] = Convert.ToBase64String(bytes.AsSpan(0, bytes.Length / 2));
        if (behaviour.Name == "dead_picture")
            partial["b64_json"] = Convert.ToBase64String(EmulatedImage.Unreadable(request.Width, request.Height));
        return behaviour.Name switch
        {
            "broken_partial" => $"event: {kind}.partial_image\ndata: {{\"type\": \"\n\n",
            "odd" => Odd(partial),
            _ => Event(kind + ".partial_image", partial),
        };
    }

    private static JsonObject Late(HttpContext context, Behaviour behaviour) => OpenAiBehaviours.Problem(Behaviour.Parse(behaviour.Argument!), context)!.Body;

    private static string Event(string name, JsonObject data) => $"event: {name}\ndata: {data.ToJsonString(Compact)}\n\n";

    /// <summary>As the format allows, though nobody is known to do all of it.</summary>
    private static string Odd(JsonObject data)
    {
        var lines = data.ToJsonString(OpenAiProblem.Pretty).ReplaceLineEndings("\n").Split('\n');
        return ": keep-alive\r\n\r\nevent: ping\r\ndata: {}\r\n\r\ndata: [DONE]\r\n\r\nid: 7\r\nretry: 10\r\n" + string.Concat(lines.Select(static line => $"data:{line}\r\n")) + "\r\n";
    }
}
