using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// OpenRouter's <c>/api/v1/images</c> and <c>/api/v1/key</c>: it checks the key, every field and value, and answers with an image and what it cost.
/// <see cref="Switchboard"/> makes it fail in each documented way; the names are in <see cref="OpenRouterBehaviours"/>.
/// </summary>
public sealed class OpenRouterEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "sk-or-emulator-key";

    private readonly string _key;
    private EmulatorHost _host = null!;

    private OpenRouterEmulator(string key) => _key = key;

    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>For <c>PROVIDER_OPENAI_BASE_URL</c>, with <c>Providers:OpenAi:Dialect</c> at <c>openrouter</c>.</summary>
    public Uri Address => new(_host.Address, "api/v1");

    public static async Task<OpenRouterEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new OpenRouterEmulator(key);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (Check(context.Request, body, out var request) is { } problem)
        {
            Switchboard.Reject();
            await problem.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        await (request is null ? OpenRouterBehaviours.KeyAsync(context, behaviour) : OpenRouterBehaviours.AnswerAsync(context, behaviour, request));
    }

    private OpenRouterProblem? Check(HttpRequest http, ReadOnlyMemory<byte> body, out OpenRouterRequest? request)
    {
        request = null;
        if ((http.Method, http.Path.Value) is not (("POST", "/api/v1/images") or ("GET", "/api/v1/key")))
            return new OpenRouterProblem(404, "Not Found");
        if (http.Headers.Authorization.ToString() != "Bearer " + _key)
            return new OpenRouterProblem(401, "No auth credentials found");
        if (http.Method == "GET")
            return null;
        if (http.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return OpenRouterProblem.Invalid("Expected application/json.");
        try
        {
            using var json = JsonDocument.Parse(body);
            return OpenRouterRequest.Read(json.RootElement, out request);
        }
        catch (JsonException)
        {
            return OpenRouterProblem.Invalid("Invalid JSON.");
        }
    }
}
