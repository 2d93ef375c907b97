using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The interface of Black Forest Labs: orders, addresses to ask at, files, callbacks and credits. An order lives in a region and is known
/// there only, at an address that the answer names; one with a callback is known at the general address. <see cref="Switchboard"/> decides
/// the answers to orders and about credits and records every request, <see cref="Polls"/> and <see cref="Files"/> decide the rest; the
/// names are in <see cref="BflBehaviours"/>.
/// </summary>
public sealed class BflEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "emulator-bfl-key";

    private const string Result = "/v1/get_result";
    private const string Region = "/eu2";
    private const string Results = "/results/";

    private readonly ConcurrentDictionary<string, BflEmulatedOrder> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _told = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly BflCallbacks _callbacks = new();
    private readonly string _key;
    private EmulatorHost _host = null!;

    private BflEmulator(string key) => _key = key;

    public EmulatorSwitchboard Switchboard { get; } = new();

    public EmulatorSwitchboard Polls { get; } = new();

    public EmulatorSwitchboard Files { get; } = new();

    /// <summary>How often an order is still pending when it is asked after.</summary>
    public int PendingPolls { get; set; } = 2;

    /// <summary>Orders that were taken and whose end was not told yet.</summary>
    public EmulatorGauge UnderWay { get; } = new();

    /// <summary>How long an order with a callback takes.</summary>
    public TimeSpan CallbackAfter { get; set; }

    /// <summary>For <c>PROVIDER_BFL_BASE_URL</c>.</summary>
    public Uri Address => _host.Address;

    private string Root => Address.ToString().TrimEnd('/');

    public static async Task<BflEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new BflEmulator(key);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_told);
        await _host.DisposeAsync();
        _callbacks.Dispose();
        _closing.Dispose();
    }

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var path = context.Request.Path.Value ?? "";
        return (context.Request.Method, path) switch
        {
            ("POST", _) => TakeAsync(context, path, body),
            ("GET", Result or Region + Result) => TellAsync(context, path.StartsWith(Region, StringComparison.Ordinal)),
            ("GET", "/v1/credits") => BflCredits.AnswerAsync(context, Switchboard, _key),
            ("GET", _) when path.StartsWith(Results, StringComparison.Ordinal) =>
                BflFiles.AnswerAsync(context, Files, _orders.GetValueOrDefault(Path.GetFileNameWithoutExtension(path))),
            _ => BflProblem.NoRoute.WriteAsync(context),
        };
    }

    private async Task TakeAsync(HttpContext context, string path, ReadOnlyMemory<byte> body)
    {
        if (BflEntrance.Check(context.Request, path, body, _key, out var model, out var request) is { } refused)
        {
            Switchboard.Reject();
            await refused.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (BflProblem.Of(behaviour, context) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        var order = new BflEmulatedOrder(Guid.NewGuid().ToString(), model!, request!, PendingPolls);
        _orders[order.Id] = order;
        UnderWay.Begin();
        var answer = BflBehaviours.Taken(behaviour, order, $"{Root}{Region}{Result}?id={order.Id}");
        await WriteAsync(context, answer, behaviour.Name == "cut");
        if (request!.WebhookUrl is not null)
            _told.Add(CallBackAsync(order));
    }

    private async Task TellAsync(HttpContext context, bool isRegional)
    {
        var behaviour = await Polls.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (BflProblem.Of(behaviour, context) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        var id = context.Request.Query["id"].ToString();
        if (id.Length == 0)
        {
            await BflProblem.Invalid("missing", "id", "Field required").WriteAsync(context);
            return;
        }

        var isKnown = _orders.TryGetValue(id, out var order) && isRegional == order.Request.WebhookUrl is null;
        var answer = isKnown
            ? BflBehaviours.Standing(behaviour, order!, SampleOf(order!), context)
            : new JsonObject { ["id"] = id, ["status"] = "Task not found", ["result"] = null, ["progress"] = null, ["details"] = null, ["preview"] = null };
        if (isKnown && (string)answer["status"]! is not ("Pending" or "Reasoning" or "Generating"))
            End(order!);
        await WriteAsync(context, answer, behaviour.Name == "cut");
    }

    private void End(BflEmulatedOrder order)
    {
        if (order.Tell())
            UnderWay.End();
    }

    private async Task CallBackAsync(BflEmulatedOrder order)
    {
        await Task.Delay(CallbackAfter, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        order.Finish();
        End(order);
        await _callbacks.SendAsync(order, SampleOf(order), _closing.Token);
    }

    private string SampleOf(BflEmulatedOrder order) => $"{Root}{Results}{order.Id}.{order.Extension}?se=2030-01-01T00%3A00%3A00Z&sp=r&sig=emulated";

    private static Task WriteAsync(HttpContext context, JsonObject answer, bool isCut = false)
    {
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        return isCut ? BrokenAnswers.CutAsync(context, bytes) : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
