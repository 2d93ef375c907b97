using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>An order that was taken. It moves by being asked after: submitted, processing, done.</summary>
internal sealed class KlingEmulatedTask(KlingEmulatedOrder order, string id, DateTimeOffset created)
{
    private int _asked;

    public string Id => id;

    public KlingEmulatedOrder Order => order;

    public string FileName => id + (order.Route.IsImage ? ".png" : ".mp4");

    /// <summary>What was told last.</summary>
    public string State { get; private set; } = "submitted";

    /// <summary>Moves on; true when that is a new state.</summary>
    public bool Ask(int pendingPolls)
    {
        var asked = Interlocked.Increment(ref _asked);
        return Become(asked > pendingPolls ? "ready" : asked > 1 ? "processing" : "submitted");
    }

    public bool Become(string state)
    {
        var isNew = State != state;
        State = state;
        return isNew;
    }

    public byte[] File()
    {
        if (!order.Route.IsImage)
        {
            var (width, height) = EmulatedMovie.SizeOf(order.Resolution, order.Ratio);
            return EmulatedMovie.Make(width, height, order.Seconds);
        }

        var side = order.Resolution == "2k" ? 2_048 : 1_024;
        var ratio = order.Ratio.Split(':').Select(int.Parse).ToArray();
        var root = Math.Sqrt((double)ratio[0] / ratio[1]);
        return EmulatedImage.Make((int)(side * root), (int)(side / root), "image/png");
    }

    /// <summary>As its design shows it, and as a callback brings it.</summary>
    public JsonObject Show(Uri host, Behaviour behaviour) => order.Route.IsNew ? ShowNew(host, behaviour) : ShowOld(host, behaviour);

    private JsonObject ShowOld(Uri host, Behaviour behaviour)
    {
        var task = new JsonObject
        {
            ["task_id"] = id,
            ["task_status"] = State == "ready" ? "succeed" : State,
            ["task_status_msg"] = State == "failed" ? "Something a person may read" : "",
            ["task_info"] = new JsonObject { ["external_task_id"] = order.ExternalId ?? "" },
            ["created_at"] = created.ToUnixTimeMilliseconds(),
            ["updated_at"] = created.ToUnixTimeMilliseconds() + 1_000,
        };
        if (State != "ready")
            return task;
        task["final_unit_deduction"] = order.Route.IsImage ? "0.2" : "2.5";
        var file = new JsonObject { ["url"] = Address(host, behaviour), ["watermark_url"] = "" };
        if (order.Route.IsImage)
            file["index"] = 0;
        else
            (file["id"], file["duration"]) = ("1", order.Seconds + ".1");
        task["task_result"] = new JsonObject { [order.Route.IsImage ? "images" : "videos"] = behaviour.Name == "empty" ? [] : new JsonArray(file) };
        return task;
    }

    private JsonObject ShowNew(Uri host, Behaviour behaviour)
    {
        var task = new JsonObject
        {
            ["id"] = id,
            ["status"] = State == "ready" ? "succeeded" : State,
            ["message"] = State == "failed" ? "Something a person may read" : "",
            ["create_time"] = created.ToUnixTimeMilliseconds(),
            ["update_time"] = created.ToUnixTimeMilliseconds() + 1_000,
            ["external_id"] = order.ExternalId ?? "",
        };
        if (State != "ready")
            return task;
        var file = new JsonObject { ["type"] = "video", ["id"] = "1", ["url"] = Address(host, behaviour), ["watermark_url"] = "", ["duration"] = $"{order.Seconds}" };
        task["outputs"] = behaviour.Name == "empty" ? [] : new JsonArray(file);
        task["billing"] = new JsonArray(new JsonObject { ["charge_type"] = "unit", ["amount"] = "3", ["currency"] = "", ["list_price"] = "0.42", ["package_type"] = "video" });
        return task;
    }

    private string Address(Uri host, Behaviour behaviour) => behaviour.Name == "bad_address" ? "not an address" : new Uri(host, $"/files/{FileName}").ToString();
}
