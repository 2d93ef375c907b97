using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// KIE's market interface: tasks, files, callbacks and credit. It refuses with HTTP 200 and a code in the body.
/// <see cref="Switchboard"/> decides the answers to <c>createTask</c> and about credit and records every request, <see cref="Polls"/> and
/// <see cref="Files"/> decide the rest; the names are in <see cref="KieBehaviours"/>.
/// </summary>
public sealed class KieEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "emulator-kie-key";

    private const string Version = "/api/v1";
    private const string Images = "/images/";

    private readonly ConcurrentDictionary<string, KieEmulatedTask> _tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _told = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly KieCallbacks _callbacks = new();
    private readonly KieInputs _inputs = new();
    private readonly string _key;
    private EmulatorHost _host = null!;

    private KieEmulator(string key) => _key = key;

    public EmulatorSwitchboard Switchboard { get; } = new();

    public EmulatorSwitchboard Polls { get; } = new();

    public EmulatorSwitchboard Files { get; } = new();

    /// <summary>How often a task is still under way when it is asked after.</summary>
    public int PendingPolls { get; set; } = 2;

    /// <summary>How long a task with a callback takes.</summary>
    public TimeSpan CallbackAfter { get; set; }

    /// <summary>Whether it fetches the images of an order before it takes it; unset, the default, it believes that they are there.</summary>
    public bool FetchesInputs { get; set; }

    /// <summary>What it fetched.</summary>
    public IReadOnlyList<KieInput> Inputs => _inputs.Fetched;

    /// <summary>What callbacks are signed with; null, the default, leaves them unsigned.</summary>
    public string? WebhookHmacKey { get; set; }

    /// <summary>For <c>PROVIDER_KIE_BASE_URL</c>.</summary>
    public Uri Address => new(_host.Address, Version);

    public static async Task<KieEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new KieEmulator(key);
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
        _inputs.Dispose();
        _closing.Dispose();
    }

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var path = context.Request.Path.Value ?? "";
        var isAllowed = context.Request.Headers.Authorization == "Bearer " + _key;
        return (context.Request.Method, path, isAllowed) switch
        {
            ("GET", _, _) when path.StartsWith(Images, StringComparison.Ordinal) =>
                KieFiles.AnswerAsync(context, Files, _tasks.GetValueOrDefault(Path.GetFileNameWithoutExtension(path))),
            ("POST", Version + "/jobs/createTask", true) => CreateAsync(context, body),
            ("GET", Version + "/jobs/recordInfo", true) => TellAsync(context),
            ("GET", Version + "/chat/credit", true) => KieCredit.AnswerAsync(context, Switchboard),
            (_, Version + "/jobs/createTask" or Version + "/jobs/recordInfo" or Version + "/chat/credit", _) => RefuseAsync(context, isAllowed ? 404 : 401),
            _ => RefuseAsync(context, 404),
        };
    }

    private async Task CreateAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (Check(context.Request, body, out var request) is { } complaint)
        {
            await RefuseAsync(context, 422, complaint);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (KieEnvelopes.Of(behaviour, context) is { } refusal)
        {
            await KieEnvelopes.WriteAsync(context, refusal);
            return;
        }

        if (FetchesInputs && !await _inputs.FetchAsync(request!.Images))
        {
            await RefuseAsync(context, 422, "image fetch failed");
            return;
        }

        var task = new KieEmulatedTask(Guid.NewGuid().ToString("N"), request!, PendingPolls);
        _tasks[task.Id] = task;
        await KieEnvelopes.WriteAsync(context, KieBehaviours.Created(behaviour, task), behaviour.Name == "cut");
        if (request!.CallBackUrl is not null)
            _told.Add(CallBackAsync(task));
    }

    private async Task TellAsync(HttpContext context)
    {
        var behaviour = await Polls.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var answer = KieEnvelopes.Of(behaviour, context);
        if (answer is null)
        {
            answer = _tasks.TryGetValue(context.Request.Query["taskId"].ToString(), out var task)
                ? KieBehaviours.Standing(behaviour, task, FileOf(task))
                : KieEnvelopes.Refusal(422, "recordInfo is null");
        }

        await KieEnvelopes.WriteAsync(context, answer, behaviour.Name == "cut");
    }

    private static string? Check(HttpRequest http, ReadOnlyMemory<byte> body, out KieEmulatedRequest? request)
    {
        request = null;
        try
        {
            using var json = JsonDocument.Parse(http.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true ? body : default);
            return KieEmulatedRequest.Read(json.RootElement, out request);
        }
        catch (JsonException)
        {
            return "The request body is not JSON";
        }
    }

    private Task RefuseAsync(HttpContext context, int code, string? message = null)
    {
        Switchboard.Reject();
        return KieEnvelopes.WriteAsync(context, KieEnvelopes.Refusal(code, message));
    }

    private async Task CallBackAsync(KieEmulatedTask task)
    {
        await Task.Delay(CallbackAfter, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        task.Finish();
        await _callbacks.SendAsync(task, task.Success(KieEmulatedTask.ResultJson(FileOf(task))), WebhookHmacKey, _closing.Token);
    }

    private string FileOf(KieEmulatedTask task) => new Uri(_host.Address, $"{Images}{task.Id}.{task.Request.Extension}").ToString();
}
