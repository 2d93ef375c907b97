using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// OpenAI's <c>/v1/images/generations</c>, <c>/v1/images/edits</c>, <c>/v1/moderations</c> and <c>/v1/models</c>: it checks the key, the content type, every field, value and
/// file as the service does, and answers with an image of the size and format asked for, as one body or as events. <see cref="Switchboard"/> makes it fail in
/// each documented way; the names are in <see cref="OpenAiBehaviours"/>.
/// </summary>
public sealed class OpenAiEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "sk-emulator-openai-key";

    private const string Generations = "/v1/images/generations";
    private const string Edits = "/v1/images/edits";
    private const string Models = "/v1/models";
    private const string Moderations = "/v1/moderations";

    private readonly string _key;
    private readonly ConcurrentQueue<IReadOnlyList<EmulatedPart>> _forms = new();
    private EmulatorHost _host = null!;

    private OpenAiEmulator(string key) => _key = key;

    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>Awaited between the partial images of a stream and its end.</summary>
    public Task Completing { get; set; } = Task.CompletedTask;

    /// <summary>The forms of edits that arrived, oldest first.</summary>
    public IReadOnlyCollection<IReadOnlyList<EmulatedPart>> Forms => _forms;

    /// <summary>For <c>PROVIDER_OPENAI_BASE_URL</c>.</summary>
    public Uri Address => new(_host.Address, "v1");

    public static async Task<OpenAiEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new OpenAiEmulator(key);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.Headers["x-request-id"] = "req_emulated";
        context.Response.Headers["openai-version"] = "2020-10-01";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        OpenAiEmulatedRequest? request = null;
        if (context.Request is { Method: "GET", Path.Value: Models } && CheckKey(context.Request) is null)
        {
            await ListAsync(context);
            return;
        }

        if (context.Request is { Method: "POST", Path.Value: Moderations } && CheckKey(context.Request) is null)
        {
            await ModerateAsync(context, body);
            return;
        }

        if ((CheckKey(context.Request) ?? await ReadAsync(context.Request, body, fields) ?? OpenAiEmulatedRequest.Read(fields, out request)) is { } problem)
        {
            Switchboard.Reject();
            await problem.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await OpenAiBehaviours.AnswerAsync(context, behaviour, request!, Completing);
    }

    private async Task ListAsync(HttpContext context)
    {
        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await OpenAiBehaviours.ListAsync(context, behaviour);
    }

    private async Task ModerateAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (OpenAiModerations.Read(body, out var texts) is { } problem)
        {
            Switchboard.Reject();
            await problem.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await OpenAiBehaviours.ModerateAsync(context, behaviour, texts);
    }

    private OpenAiProblem? CheckKey(HttpRequest http)
    {
        var header = http.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            return OpenAiProblem.NoKey;
        return header["Bearer ".Length..] == _key ? null : OpenAiProblem.BadKey("bad-*****key");
    }

    private async Task<OpenAiProblem?> ReadAsync(HttpRequest http, ReadOnlyMemory<byte> body, Dictionary<string, string> fields)
    {
        var isJson = http.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        switch (http.Method, http.Path.Value)
        {
            case ("POST", Generations) when isJson:
                return OpenAiSchema.Read(body, fields);
            case ("POST", Edits) when !isJson:
                if (await MultipartForm.ReadAsync(http.ContentType, body) is not { } parts)
                    return OpenAiSchema.NotJson;
                _forms.Enqueue(parts);
                return OpenAiSchema.Read(parts, fields);
            case ("POST", Generations or Edits):
                return new OpenAiProblem(400, "invalid_request_error", "unsupported_content_type", $"Invalid Content-Type header ({http.ContentType}).");
            default:
                return OpenAiProblem.NoRoute(http.Method, http.Path.Value ?? "");
        }
    }
}
