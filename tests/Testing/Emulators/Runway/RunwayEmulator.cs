using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Runway's developer interface: it checks key, version, every field and every value as the service does, takes orders, and has them
/// done after they were asked after a few times. The names of what can go wrong are in <see cref="RunwayBehaviours"/>.
/// </summary>
public sealed class RunwayEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "key_emulator_runway_0123456789";

    private const string Version = "2024-11-06";
    private readonly ConcurrentDictionary<string, RunwayEmulatedTask> _tasks = new(StringComparer.Ordinal);
    private readonly string _key;
    private EmulatorHost _host = null!;

    private RunwayEmulator(string key) => _key = key;

    /// <summary>How orders and the question after the account are answered; it remembers every request, of whatever kind.</summary>
    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>How questions are answered.</summary>
    public EmulatorSwitchboard Polls { get; } = new();

    /// <summary>How results are served.</summary>
    public EmulatorSwitchboard Files { get; } = new();

    /// <summary>How often an order is asked after before it is done.</summary>
    public int PendingPolls { get; set; } = 2;

    /// <summary>For <c>PROVIDER_RUNWAY_BASE_URL</c>.</summary>
    public Uri Address => new(_host.Address, "/v1");

    public static async Task<RunwayEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new RunwayEmulator(key);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        string[] path = [.. context.Request.Path.Value!.Split('/').Skip(1)];
        if (path is ["files", var file] && HttpMethods.IsGet(context.Request.Method))
            return ServeAsync(context, file);
        if (CheckHeaders(context.Request) is { } problem)
            return RejectAsync(context, problem);
        return (context.Request.Method, path) switch
        {
            ("POST", ["v1", var operation]) when RunwayEmulatedModel.IsOperation(operation) => OrderAsync(context, operation, body),
            ("GET", ["v1", "organization"]) => RunwayOrganization.AnswerAsync(context, Switchboard),
            ("GET", ["v1", "tasks", var id]) => AskAsync(context, id),
            ("DELETE", ["v1", "tasks", var id]) => DeleteAsync(context, id),
            _ => RejectAsync(context, RunwayProblem.NoRoute),
        };
    }

    private RunwayProblem? CheckHeaders(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return !header.StartsWith("Bearer ", StringComparison.Ordinal) ? RunwayProblem.NoKey
            : header["Bearer ".Length..] != _key ? RunwayProblem.BadKey
            : request.Headers["X-Runway-Version"] != Version ? RunwayProblem.NoVersion
            : null;
    }

    private async Task OrderAsync(HttpContext context, string operation, ReadOnlyMemory<byte> body)
    {
        if (RunwayOrder.Parse(body, operation, out var order) is { } problem)
        {
            await RejectAsync(context, problem);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (behaviour.Name == "daily_limit" && behaviour.Argument is { } seconds)
            context.Response.Headers.RetryAfter = seconds;
        if (RunwayProblem.Named(behaviour) is { } scripted)
        {
            await scripted.WriteAsync(context);
            return;
        }

        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var task = new RunwayEmulatedTask(order!, TimeProvider.System.GetUtcNow());
        _tasks[task.Id] = task;
        if (behaviour.Name == "taken_reset")
            context.Abort();
        else
            await RunwayBehaviours.WriteAsync(context, behaviour, RunwayBehaviours.Order(behaviour, task));
    }

    private async Task AskAsync(HttpContext context, string id)
    {
        if (!_tasks.TryGetValue(id, out var task))
        {
            await RejectAsync(context, RunwayProblem.NoTask);
            return;
        }

        var behaviour = await Polls.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (RunwayProblem.Named(behaviour) is { } scripted)
            await scripted.WriteAsync(context);
        else if (RunwayBehaviours.Question(behaviour, task, _host.Address, PendingPolls) is { } answer)
            await RunwayBehaviours.WriteAsync(context, behaviour, answer);
        else
            await RunwayProblem.NoTask.WriteAsync(context);
    }

    private Task DeleteAsync(HttpContext context, string id)
    {
        context.Response.StatusCode = _tasks.TryRemove(id, out _) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task ServeAsync(HttpContext context, string file)
    {
        var behaviour = await Files.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var task = _tasks.Values.FirstOrDefault(task => task.FileName == file);
        await EmulatedFiles.ServeAsync(context, behaviour, task?.File(), file);
    }

    private Task RejectAsync(HttpContext context, RunwayProblem problem)
    {
        Switchboard.Reject();
        return problem.WriteAsync(context);
    }
}
