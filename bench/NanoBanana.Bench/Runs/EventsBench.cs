using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NanoBanana.Bench.Servers;

namespace NanoBanana.Bench.Runs;

/// <summary>
/// How long after a job's end its event is read from the stream, and how long until the first try of its webhook: 300 jobs in half a
/// minute, through the gateway. <c>bench/run.sh events</c>, about a minute. The exit code is 1 when a target is missed.
/// </summary>
internal static class EventsBench
{
    private const int Jobs = 300;
    private const string End = "generation.completed";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StreamTarget = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WebhookTarget = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-bench-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        try
        {
            await Progress.ShowAsync("Starting Postgres, Redis, the services and the upstream ...");
            await using var system = await BenchSystem.StartAsync(folder, CancellationToken.None);
            var streamed = new ConcurrentBag<TimeSpan>();
            var delivered = new ConcurrentBag<TimeSpan>();
            await using var receiver = await ReceiveAsync(delivered);
            var key = (await Callers.CreateAsync(system, 1, CancellationToken.None))[0];
            using var client = new HttpClient { BaseAddress = system.Gateway.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await OrderAsync(client, "/v1/webhooks", new { url = receiver.Urls.First() + "/hooks", types = new[] { End } });

            using var enough = new CancellationTokenSource(Patience);
            var following = FollowAsync(client, streamed, enough.Token);
            await Progress.ShowAsync($"Ordering {Jobs} images ...");
            for (var i = 0; i < Jobs; i++)
            {
                await OrderAsync(client, "/v1/generate", new { prompt = $"image {i}", @async = true });
                await Task.Delay(Pace);
            }

            while ((streamed.Count < Jobs || delivered.Count < Jobs) && !enough.IsCancellationRequested)
                await Task.Delay(Pace);
            await enough.CancelAsync();
            await following;
            var isMet = await ReportAsync("Stream", streamed, StreamTarget);
            return await ReportAsync("Webhook", delivered, WebhookTarget) && isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FollowAsync(HttpClient client, ConcurrentBag<TimeSpan> streamed, CancellationToken enough)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"/v1/events/stream?types={End}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, enough);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(enough);
            await foreach (var item in SseParser.Create(body).EnumerateAsync(enough))
            {
                if (item.EventType == End)
                    streamed.Add(Age(item.Data));
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // All have come, or the time is over.
        }
    }

    private static async Task<WebApplication> ReceiveAsync(ConcurrentBag<TimeSpan> delivered)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/hooks", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            delivered.Add(Age(await reader.ReadToEndAsync()));
            return Results.NoContent();
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>By the clock that all on this machine share.</summary>
    private static TimeSpan Age(string data) => TimeProvider.System.GetUtcNow() - JsonDocument.Parse(data).RootElement.GetProperty("timestamp").GetDateTimeOffset();

    private static async Task OrderAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        if (!response.IsSuccessStatusCode)
            throw new BenchException($"POST {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<bool> ReportAsync(string name, ConcurrentBag<TimeSpan> ages, TimeSpan target)
    {
        var sorted = ages.Order().ToList();
        var p95 = sorted.Count == 0 ? Patience : sorted[sorted.Count * 95 / 100];
        var isMet = sorted.Count == Jobs && p95 < target;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,8}: {sorted.Count} of {Jobs}, median {sorted.ElementAtOrDefault(sorted.Count / 2).TotalMilliseconds:0} ms, 95th percentile {p95.TotalMilliseconds:0} ms (target {target.TotalMilliseconds:0} ms: {(isMet ? "met" : "missed")})"));
        return isMet;
    }
}
