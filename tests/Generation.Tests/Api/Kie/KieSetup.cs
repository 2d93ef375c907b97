using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.Generation.Tests.Webhooks;

namespace NanoBanana.Generation.Tests.Api.Kie;

/// <summary>An account that calls as clients of the KIE family do, Google's emulator alone behind it, and a receiver for its callbacks.</summary>
public sealed class KieSetup : IAsyncDisposable
{
    private KieSetup(WebhookSetup hooks) => Hooks = hooks;

    public WebhookSetup Hooks { get; }

    public GenerationApplication Application => Hooks.Application;

    public Guid Account => Hooks.Account;

    public string CallbackUrl => Hooks.Receiver.Address.AbsoluteUri;

    public static async Task<KieSetup> CreateAsync(params (string Key, string Value)[] settings) =>
        new(await WebhookSetup.CreateAsync([("ENABLE_FALLBACK", "false"), .. settings]));

    public Task<KieAnswer> GenerateAsync(object body, string? key = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/api/nano-banana/generate", body, key, headers);

    public Task<KieAnswer> TaskAsync(string id) => SendAsync(HttpMethod.Get, $"/api/nano-banana/task/{id}", body: null, key: null, []);

    public async Task<KieAnswer> SendAsync(HttpMethod method, string path, object? body, string? key, (string Name, string Value)[] headers, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await (client ?? Hooks.Client).SendAsync(request);
        return new KieAnswer(
            response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.ErrorCode(), response.Headers.Location?.OriginalString,
            response.Headers.RetryAfter?.Delta);
    }

    /// <summary>The address of the thumbnail, which must be the image's.</summary>
    public static string ThumbnailOf(JsonNode made)
    {
        var image = new Uri((string)made["image"]!).AbsolutePath;
        var thumbnail = (string)made["thumbnailUrl"]!;
        new Uri(thumbnail).AbsolutePath.ShouldBe(image.Replace("/images/", "/thumbnails/", StringComparison.Ordinal).Replace(".png", ".webp", StringComparison.Ordinal));
        return thumbnail;
    }

    /// <summary>What the caller polls for.</summary>
    public async Task<JsonNode> TaskBecomesAsync(string id, string status)
    {
        JsonNode? task = null;
        await Application.EventuallyAsync(async () =>
        {
            task = (await TaskAsync(id)).Body;
            return (string?)task["status"] == status;
        }, $"the task is {status}");
        return task!;
    }

    public Task BalanceBecomesAsync(long available) => Application.EventuallyAsync(async () =>
    {
        var account = await Application.AccountAsync(Account);
        return (long)account["available"]! == available && (long)account["held"]! == 0;
    }, $"{available} credits are available and none are held");

    public async Task NothingShouldBeStoredAsync()
    {
        (await Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE image_count > 0")).ShouldBe(0L);
        (await Application.ScalarAsync("SELECT count(*) FROM generation.webhook_endpoints")).ShouldBe(0L);
        Application.Gemini.Switchboard.Count.ShouldBe(0);
    }

    public ValueTask DisposeAsync() => Hooks.DisposeAsync();
}

/// <summary>An answer as its client sees it.</summary>
/// <param name="Code">Of the header.</param>
public sealed record KieAnswer(HttpStatusCode Status, JsonNode Body, string? Code, string? Location, TimeSpan? RetryAfter)
{
    public KieAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body.ToJsonString());
        return this;
    }

    public KieAnswer ShouldBe(HttpStatusCode status, string body)
    {
        ShouldBe(status);
        JsonNode.DeepEquals(Body, JsonNode.Parse(body)).ShouldBeTrue($"{Body.ToJsonString()} is not {body}");
        return this;
    }
}
