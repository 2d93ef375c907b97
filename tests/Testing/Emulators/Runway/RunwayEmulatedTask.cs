using System.Globalization;
using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>An order that was taken. It moves by being asked after: waiting, running, done.</summary>
internal sealed class RunwayEmulatedTask(RunwayOrder order, DateTimeOffset created)
{
    private int _asked;

    public string Id { get; } = Guid.NewGuid().ToString();

    public RunwayOrder Order => order;

    public int Credits => order.Model.Credits(order.Width, order.Height, order.Seconds);

    public string FileName => Id + (order.Model.IsVideo ? ".mp4" : ".png");

    /// <summary>Whether it has been asked after often enough to be done.</summary>
    public string Ask(int pendingPolls) => Interlocked.Increment(ref _asked) switch
    {
        var asked when asked > pendingPolls => "ready",
        1 => "pending",
        _ => "running",
    };

    public byte[] File() => order.Model.IsVideo ? EmulatedMovie.Make(order.Width, order.Height, order.Seconds) : EmulatedImage.Make(order.Width, order.Height, "image/png");

    public JsonObject Taken() => new() { ["id"] = Id, ["estimatedCost"] = Cost(Credits) };

    public JsonObject Is(string status) => new()
    {
        ["id"] = Id,
        ["createdAt"] = created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["status"] = status,
    };

    public JsonObject Underway(string status, double? progress = null)
    {
        var body = Is(status);
        if (progress is { } share)
            body["progress"] = share;
        body["estimatedCost"] = Cost(Credits);
        return body;
    }

    public JsonObject Succeeded(JsonArray output)
    {
        var body = Is("SUCCEEDED");
        body["output"] = output;
        body["cost"] = Cost(Credits);
        return body;
    }

    public JsonObject Ended(string status, string? code, int credits)
    {
        var body = Is(status);
        if (status == "FAILED")
        {
            body["failure"] = "An unexpected error occurred: here stands what a person may read.";
            body["failureCode"] = code;
        }

        body["cost"] = Cost(credits);
        return body;
    }

    private static JsonObject Cost(int credits) => new() { ["credits"] = credits };
}
