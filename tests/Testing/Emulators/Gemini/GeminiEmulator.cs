using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Google's <c>generateContent</c> for image and text models and <c>predictLongRunning</c> for videos: it checks the key, every field and every
/// value as the service does, and answers with an image of the right size in the right format, or with an operation to ask after.
/// <see cref="Switchboard"/> makes it fail in each documented way; the names are in <see cref="GeminiBehaviours"/>,
/// <see cref="GeminiTextAnswers"/> and <see cref="VeoEmulation"/>.
/// </summary>
public sealed class GeminiEmulator : IAsyncDisposable
{
    /// <summary>The key it accepts unless told otherwise.</summary>
    public const string DefaultKey = "emulator-google-key";

    private const string Prefix = "/v1beta/models/";

    private readonly string _key;
    private readonly VeoEmulation _videos = new();
    private EmulatorHost _host = null!;

    private GeminiEmulator(string key) => _key = key;

    /// <summary>Decides about what is sent, and remembers all requests.</summary>
    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>Images that are being made.</summary>
    public EmulatorGauge UnderWay { get; } = new();

    /// <summary>Decides about the questions after a video.</summary>
    public EmulatorSwitchboard Polls => _videos.Polls;

    /// <summary>Decides about the fetching of a video.</summary>
    public EmulatorSwitchboard Files => _videos.Files;

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
        if (CheckKey(context.Request) is { } refused)
        {
            await RejectAsync(context, refused);
            return;
        }

        var path = context.Request.Path.Value ?? "";
        var method = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split(':') : [];
        await ((context.Request.Method, method) switch
        {
            ("POST", [var model, "generateContent"]) when GeminiTextAnswers.IsTextModel(model) => SayAsync(context, body, model),
            ("POST", [var model, "generateContent"]) => GenerateAsync(context, body, model),
            ("POST", [var model, "predictLongRunning"]) => OrderAsync(context, body, model),
            ("GET", _) when path == "/v1beta/models" => ListAsync(context),
            ("GET", [var name]) when VeoEmulation.IsOperation(name) => _videos.PollAsync(context, "models/" + name),
            ("GET", _) when VeoEmulation.IsFile(path) => _videos.FileAsync(context),
            _ => RejectAsync(context, GeminiProblem.NoRoute),
        });
    }

    private GeminiProblem? CheckKey(HttpRequest http)
    {
        var key = http.Headers["x-goog-api-key"].ToString() is { Length: > 0 } header ? header : http.Query["key"].ToString();
        return key.Length == 0 ? GeminiProblem.NoKey : key == _key ? null : GeminiProblem.BadKey;
    }

    private async Task ListAsync(HttpContext context)
    {
        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await GeminiBehaviours.AnswerAsync(context, behaviour, GeminiEmulatedModel.List);
    }

    private async Task GenerateAsync(HttpContext context, ReadOnlyMemory<byte> body, string name)
    {
        GeminiImageRequest? request = null;
        var model = GeminiEmulatedModel.Find(name);
        var problem = Check(body, json => GeminiSchema.Check(json)
            ?? (model is null ? GeminiProblem.NoModel(name) : GeminiImageRequest.Read(json, model, out request)));
        if (problem is not null)
        {
            await RejectAsync(context, problem);
            return;
        }

        UnderWay.Begin();
        try
        {
            var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
            if (!await BrokenAnswers.TryAsync(context, behaviour))
                await GeminiBehaviours.AnswerAsync(context, behaviour, () => GeminiAnswers.For(behaviour, model!, request!));
        }
        finally
        {
            UnderWay.End();
        }
    }

    private async Task SayAsync(HttpContext context, ReadOnlyMemory<byte> body, string model)
    {
        GeminiTextRequest? request = null;
        if (Check(body, json => GeminiSchema.Check(json) ?? GeminiTextRequest.Read(json, out request)) is { } problem)
        {
            await RejectAsync(context, problem);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await GeminiBehaviours.AnswerAsync(context, behaviour, () => GeminiTextAnswers.For(behaviour, model, request!));
    }

    private async Task OrderAsync(HttpContext context, ReadOnlyMemory<byte> body, string model)
    {
        byte[] video = [];
        if (Check(body, json =>
        {
            var problem = VeoRequest.Check(json, model);
            video = problem is null ? VeoRequest.Make(json) : [];
            return problem;
        }) is { } problem)
        {
            await RejectAsync(context, problem);
            return;
        }

        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (!await BrokenAnswers.TryAsync(context, behaviour))
            await _videos.OrderAsync(context, behaviour, model, video);
    }

    private static GeminiProblem? Check(ReadOnlyMemory<byte> body, Func<JsonElement, GeminiProblem?> check)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return check(json.RootElement);
        }
        catch (JsonException)
        {
            return GeminiProblem.Invalid("Invalid JSON payload received. Expected an object key or }.");
        }
    }

    private Task RejectAsync(HttpContext context, GeminiProblem problem)
    {
        Switchboard.Reject();
        return problem.WriteAsync(context);
    }
}
