using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>An order that was taken, and how often it has been asked after.</summary>
internal sealed class BflEmulatedOrder(string id, BflEmulatedModel model, BflEmulatedRequest request, int pending)
{
    private int _pending = pending;
    private int _isTold;

    public string Id => id;

    public BflEmulatedModel Model => model;

    public BflEmulatedRequest Request => request;

    public string Extension => request.MediaType["image/".Length..];

    /// <summary>It is ready from now on.</summary>
    public void Finish() => Volatile.Write(ref _pending, 0);

    /// <summary>One more question: whether it is ready.</summary>
    public bool Ask() => Interlocked.Decrement(ref _pending) < 0;

    /// <summary>True for the first time that its end is told.</summary>
    public bool Tell() => Interlocked.Exchange(ref _isTold, 1) == 0;

    public JsonObject State(string status, double? progress = null) => new()
    {
        ["id"] = id,
        ["status"] = status,
        ["result"] = null,
        ["progress"] = progress,
        ["details"] = status.EndsWith("Moderated", StringComparison.Ordinal)
            ? new JsonObject { ["Moderation Reasons"] = new JsonArray("Derivative Works Filter") }
            : null,
        ["preview"] = null,
    };

    /// <param name="sample">Where the result lies; null leaves it out.</param>
    public JsonObject Ready(string? sample)
    {
        var state = State("Ready");
        state["result"] = new JsonObject
        {
            ["start_time"] = 1766006932.12,
            ["prompt"] = request.Prompt,
            ["seed"] = request.Seed,
            ["sample"] = sample,
            ["end_time"] = 1766006941.5,
            ["duration"] = 9.38,
        };
        return state;
    }
}
