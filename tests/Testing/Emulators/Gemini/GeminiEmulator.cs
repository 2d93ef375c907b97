using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Google's <c>generateContent</c> for image models: it checks the key, every field and every value as the service does, and answers
/// with an image of the right size in the right format. <see cref="Switchboard"/> makes it fail in each documented way; the names
/// are in <see cref="GeminiBehaviours"/>.
/// </summary>
public sealed class GeminiEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "emulator-google-key";

    private const string Prefix = "/v1beta/models/";
    private const string Suffix = ":generateContent";

    private readonly string _key;
    private EmulatorHost _host = null!;

    private GeminiEmulator(string key) => _key = key;

    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>For <c>PROVIDER_GOOGLE_BASE_URL</c>.</summary>
    public Uri Address => _host.Address;

    public static async Task<GeminiEmulator> StartAsync(string key = DefaultKey, string url = "http://127.0.0.1:0")
    {
        var emulator = new GeminiEmulator(key);
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (Check(context.Request, body, out var model, out var request) is { } problem)
        {
            Switchboard.Reject();
            await problem.WriteAsync(context);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await GeminiBehaviours.AnswerAsync(context, behaviour, model!, request!);
    }

    private GeminiProblem? Check(HttpRequest http, ReadOnlyMemory<byte> body, out GeminiEmulatedModel? model, out GeminiImageRequest? request)
    {
        (model, request) = (null, null);
        var path = http.Path.Value ?? "";
        if (!HttpMethods.IsPost(http.Method) || !path.StartsWith(Prefix, StringComparison.Ordinal) || !path.EndsWith(Suffix, StringComparison.Ordinal))
            return GeminiProblem.NoRoute;
        var key = http.Headers["x-goog-api-key"].ToString() is { Length: > 0 } header ? header : http.Query["key"].ToString();
        if (key.Length == 0)
            return GeminiProblem.NoKey;
        if (key != _key)
            return GeminiProblem.BadKey;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (GeminiSchema.Check(json.RootElement) is { } invalid)
                return invalid;
            var name = path[Prefix.Length..^Suffix.Length];
            model = GeminiEmulatedModel.Find(name);
            return model is null ? GeminiProblem.NoModel(name) : GeminiImageRequest.Read(json.RootElement, model, out request);
        }
        catch (JsonException)
        {
            return GeminiProblem.Invalid("Invalid JSON payload received. Expected an object key or }.");
        }
    }
}
