using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Google's videos: <c>predictLongRunning</c> takes an order, its operation runs for some questions and then names a file, whose address
/// redirects to the bytes. All of it wants the key. Beside what <see cref="GeminiBehaviours"/> knows of errors, an operation can be told
/// <c>now pending done_error:NUMBER filtered no_samples no_response foreign_file:ADDRESS cut</c>, a file <c>expired wrong_type no_video cut</c>,
/// and an order <c>no_name foreign_name</c>.
/// </summary>
internal sealed partial class VeoEmulation
{
    private const int PendingPolls = 2;
    private readonly ConcurrentDictionary<string, int> _operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _videos = new(StringComparer.Ordinal);
    private int _orders;

    public EmulatorSwitchboard Polls { get; } = new();

    public EmulatorSwitchboard Files { get; } = new();

    public static bool IsFile(string path) => FilePath().IsMatch(path);

    public static bool IsOperation(string path) => path.Contains("/operations/", StringComparison.Ordinal);

    public async Task OrderAsync(HttpContext context, Behaviour behaviour, string model, byte[] video)
    {
        if (GeminiBehaviours.Problem(behaviour, context) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        var name = $"models/{model}/operations/op{Interlocked.Increment(ref _orders)}-emulated";
        _operations[name] = 0;
        _videos[FileOf(name)] = video;
        await WriteAsync(context, behaviour, new JsonObject
        {
            ["name"] = behaviour.Name switch { "no_name" => null, "foreign_name" => "../../elsewhere?x=1", _ => name },
        });
    }

    public async Task PollAsync(HttpContext context, string name)
    {
        var behaviour = await Polls.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (GeminiBehaviours.Problem(behaviour, context) is { } problem)
            await problem.WriteAsync(context);
        else if (!_operations.ContainsKey(name))
            await GeminiProblem.NoRoute.WriteAsync(context);
        else
            await WriteAsync(context, behaviour, Operation(context, behaviour, name));
    }

    public async Task FileAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/download"))
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = $"{Origin(context)}/download{context.Request.Path}{context.Request.QueryString}";
            await WriteAsync(context, Behaviour.Ok, []);
            return;
        }

        var behaviour = await Files.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (behaviour.Name == "expired")
        {
            await new GeminiProblem(403, "PERMISSION_DENIED", "You do not have permission to access the File or it may not exist.").WriteAsync(context);
            return;
        }

        context.Response.ContentType = behaviour.Name == "wrong_type" ? "text/html; charset=utf-8" : "video/mp4";
        var bytes = behaviour.Name switch
        {
            "wrong_type" => "<html></html>"u8.ToArray(),
            "no_video" => new byte[4_096],
            _ => FileAt(context.Request.Path.Value!),
        };
        if (behaviour.Name == "cut")
        {
            await BrokenAnswers.CutAsync(context, bytes);
            return;
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private JsonObject Operation(HttpContext context, Behaviour behaviour, string name)
    {
        var isPending = behaviour.Name is "pending" || (behaviour == Behaviour.Ok && _operations.AddOrUpdate(name, 1, static (_, polls) => polls + 1) <= PendingPolls);
        if (isPending)
            return new JsonObject { ["name"] = name };
        var done = new JsonObject { ["name"] = name, ["done"] = true };
        if (behaviour.Name == "done_error")
        {
            done["error"] = new JsonObject { ["code"] = behaviour.Number(13), ["message"] = "Video generation failed." };
            return done;
        }

        if (behaviour.Name == "no_response")
            return done;
        done["response"] = new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
            ["generateVideoResponse"] = behaviour.Name switch
            {
                "no_samples" => [],
                "filtered" => new JsonObject
                {
                    ["raiMediaFilteredCount"] = 1,
                    ["raiMediaFilteredReasons"] = new JsonArray("The video was withheld because its audio may break the usage rules."),
                },
                _ => Sample(behaviour.Name == "foreign_file" ? behaviour.Argument! : $"{Origin(context)}/v1beta/files/{FileOf(name)}:download?alt=media"),
            },
        };
        return done;
    }

    private static JsonObject Sample(string address) =>
        new() { ["generatedSamples"] = new JsonArray(new JsonObject { ["video"] = new JsonObject { ["uri"] = address } }) };

    private static string FileOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Origin(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    /// <summary>The video of the order that the address was told for; an address that none was is answered with some other.</summary>
    private byte[] FileAt(string path) =>
        _videos.GetValueOrDefault(path[(path.LastIndexOf('/') + 1)..^":download".Length]) ?? EmulatedMovie.Make(1_280, 720, 8);

    private static async Task WriteAsync(HttpContext context, Behaviour behaviour, JsonObject answer)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer, GeminiProblem.Pretty);
        context.Response.ContentType = "application/json; charset=UTF-8";
        if (behaviour.Name == "cut")
            await BrokenAnswers.CutAsync(context, bytes);
        else
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    [GeneratedRegex(@"^(/download)?/v1beta/files/[a-z0-9-]+:download$")]
    private static partial Regex FilePath();
}
