using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Kling's interface in both its designs: it checks who asks, every field and every value, takes orders under names that are used once,
/// has them done after they were asked after a few times, and calls back. What can go wrong is in <see cref="KlingBehaviours"/>.
/// </summary>
public sealed class KlingEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "emulator-kling-key";

    private readonly KlingAuth _auth;
    private readonly KlingStore _store;
    private readonly KlingCallbacks _callbacks;
    private EmulatorHost _host = null!;

    private KlingEmulator(string key, string? secret, TimeProvider time) =>
        (_auth, _store, _callbacks) = (new KlingAuth(key, secret, time), new KlingStore(time), new KlingCallbacks(time));

    /// <summary>How orders are answered; it remembers every request, of whatever kind.</summary>
    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>How questions are answered.</summary>
    public EmulatorSwitchboard Polls { get; } = new();

    /// <summary>How results are served.</summary>
    public EmulatorSwitchboard Files { get; } = new();

    /// <summary>How often an order is asked after before it is done.</summary>
    public int PendingPolls { get; set; } = 2;

    /// <summary>What callbacks are signed with (<c>whsec_...</c>); null when they are not.</summary>
    public string? WebhookSecret
    {
        get => _callbacks.Secret;
        set => _callbacks.Secret = value;
    }

    /// <summary>For <c>PROVIDER_KLING_BASE_URL</c>.</summary>
    public Uri Address => _host.Address;

    /// <param name="key">With a secret, the access key that tokens name.</param>
    /// <param name="secret">With one, only tokens signed with it are accepted.</param>
    /// <param name="time">By which tokens are too young or too old.</param>
    public static async Task<KlingEmulator> StartAsync(
        string key = DefaultKey, string url = "http://127.0.0.1:0", string? secret = null, TimeProvider? time = null)
    {
        var emulator = new KlingEmulator(key, secret, time ?? TimeProvider.System);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _callbacks.Dispose();
    }

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        if (path.StartsWith("files/", StringComparison.Ordinal))
            return ServeAsync(context, path["files/".Length..]);
        if (_auth.Check(context.Request) is { } stranger)
            return RejectAsync(context, stranger);
        if (HttpMethods.IsPost(context.Request.Method))
            return KlingEmulatedRoute.Find(path) is { } route ? OrderAsync(context, route, body) : RejectAsync(context, KlingProblem.NoRoute);
        if (path == "tasks")
            return AskAsync(context, _store.Asked(context.Request.Query), isList: true);
        return KlingEmulatedRoute.FindQuestion(path, out var id) is { } old
            ? AskAsync(context, _store.Asked(old, id), isList: false)
            : RejectAsync(context, KlingProblem.NoRoute);
    }

    private async Task OrderAsync(HttpContext context, KlingEmulatedRoute route, ReadOnlyMemory<byte> body)
    {
        if (KlingEmulatedOrder.Parse(body, route, out var order) is { } problem)
        {
            await RejectAsync(context, problem);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (KlingProblem.Named(behaviour) is { } scripted)
            await scripted.WriteAsync(context);
        else if (_store.Add(order!) is not { } task)
            await RejectAsync(context, KlingProblem.Invalid("external_task_id"));
        else
            await TakeAsync(context, behaviour, task);
    }

    private Task TakeAsync(HttpContext context, Behaviour behaviour, KlingEmulatedTask task)
    {
        Tell(task, behaviour);
        if (behaviour.Name != "taken_reset")
            return KlingBehaviours.WriteAsync(context, behaviour, KlingBehaviours.Order(behaviour, task, _host.Address));
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task AskAsync(HttpContext context, KlingEmulatedTask? task, bool isList)
    {
        var behaviour = await Polls.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (KlingProblem.Named(behaviour) is { } scripted)
        {
            await scripted.WriteAsync(context);
            return;
        }

        if (task is null || behaviour.Name == "unknown")
        {
            await (isList ? KlingBehaviours.WriteAsync(context, behaviour, new JsonArray()) : KlingProblem.NotFound.WriteAsync(context));
            return;
        }

        if (KlingBehaviours.Move(behaviour, task, PendingPolls))
            Tell(task, behaviour);
        var shown = task.Show(_host.Address, behaviour);
        await KlingBehaviours.WriteAsync(context, behaviour, isList ? new JsonArray(shown) : shown);
    }

    private void Tell(KlingEmulatedTask task, Behaviour behaviour)
    {
        if (task.Order.Callback is { } callback)
            _callbacks.Tell(callback, task.Show(_host.Address, behaviour));
    }

    private async Task ServeAsync(HttpContext context, string file)
    {
        var behaviour = await Files.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await EmulatedFiles.ServeAsync(context, behaviour, _store.ByFile(file)?.File(), file);
    }

    private Task RejectAsync(HttpContext context, KlingProblem problem)
    {
        Switchboard.Reject();
        return problem.WriteAsync(context);
    }
}
