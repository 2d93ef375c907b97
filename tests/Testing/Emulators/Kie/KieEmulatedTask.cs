using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>A task that was created, and how often it has been asked after.</summary>
internal sealed class KieEmulatedTask(string id, KieEmulatedRequest request, int pending)
{
    private static readonly string[] Steps = ["waiting", "queuing", "generating"];
    private readonly int _total = pending;
    private int _pending = pending;

    public string Id => id;

    public KieEmulatedRequest Request => request;

    /// <summary>It has ended from now on.</summary>
    public void Finish() => Volatile.Write(ref _pending, 0);

    /// <summary>One more question: null when it has ended, else where it stands.</summary>
    public string? Ask()
    {
        var left = Interlocked.Decrement(ref _pending);
        return left < 0 ? null : Steps[Math.Min(_total - 1 - left, Steps.Length - 1)];
    }

    public JsonObject Record(string state) => new()
    {
        ["taskId"] = id,
        ["model"] = request.Model.Id,
        ["state"] = state,
        ["param"] = request.Param,
        ["resultJson"] = "",
        ["failCode"] = null,
        ["failMsg"] = null,
        ["costTime"] = null,
        ["completeTime"] = null,
        ["createTime"] = 1776862567160,
    };

    /// <param name="resultJson">A JSON document as a text.</param>
    public JsonObject Success(string resultJson)
    {
        var record = Record("success");
        record["resultJson"] = resultJson;
        record["costTime"] = 55;
        record["completeTime"] = 1776862622656;
        return record;
    }

    /// <param name="code">A text, as recorded, or a number.</param>
    public JsonObject Fail(JsonNode? code)
    {
        var record = Record("fail");
        record["failCode"] = code;
        record["failMsg"] = "Your prompt was flagged, or something else went wrong.";
        record["completeTime"] = 1776862622656;
        return record;
    }

    public static string ResultJson(string url) => new JsonObject { ["resultUrls"] = new JsonArray(url) }.ToJsonString();
}
