using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Somebody who does all that callers do, by a balancer, without an Idempotency-Key and without ever repeating a call: what fails once has failed.
/// </summary>
internal sealed class RollingCaller(TestAccount account, string key, Balancer balancer)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);
    private readonly ConcurrentBag<string> _answers = [];
    private readonly ConcurrentBag<string> _accepted = [];
    private int _addresses;

    public Guid AccountId => account.Id;

    public string Key => key;

    /// <summary>What each call was answered, by its kind.</summary>
    public IReadOnlyCollection<string> Answers => _answers;

    /// <summary>Jobs that were accepted, as on the wire.</summary>
    public IReadOnlyCollection<string> Accepted => _accepted;

    public HttpClient Client { get; } = ClientWith(key, balancer);

    public Task RunAsync(CancellationToken enough) => Task.WhenAll(
        RepeatAsync(WaitForImageAsync, Pace, enough), RepeatAsync(WaitForImageAsync, Pace, enough),
        RepeatAsync(OrderImageAsync, Pace, enough), RepeatAsync(SignInAsync, Pace * 6, enough), RepeatAsync(UseNewKeyAsync, Pace * 2, enough), RepeatAsync(LookAsync, Pace, enough));

    private static async Task RepeatAsync(Func<Task> call, TimeSpan pause, CancellationToken enough)
    {
        for (; !enough.IsCancellationRequested; await Task.Delay(pause, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
            await call();
    }

    private async Task WaitForImageAsync()
    {
        if (await SendAsync("generate", Client, HttpMethod.Post, "/v1/generate", new { prompt = "a banana that is waited for" }) is { } made)
        {
            _accepted.Add((string)made["id"]!);
            await OpenAsync(new Uri((string)made["url"]!));
        }
    }

    /// <summary>By the link alone, which another process may have signed.</summary>
    private async Task OpenAsync(Uri link)
    {
        using var anybody = new HttpClient(balancer, disposeHandler: false) { BaseAddress = new Uri("http://balancer") };
        await SendAsync("open", anybody, new HttpRequestMessage(HttpMethod.Get, link.PathAndQuery), isJson: false);
    }

    /// <summary>Into the queue, and asked after until it has ended.</summary>
    private async Task OrderImageAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generate") { Content = JsonContent.Create(new { prompt = "a banana that is ordered" }) };
        request.Headers.Add("Prefer", "respond-async");
        if (await SendAsync("order", Client, request) is not { } ordered)
            return;
        var id = (string)ordered["id"]!;
        _accepted.Add(id);
        while (await SendAsync("poll", Client, HttpMethod.Get, $"/v1/generations/{id}?wait=5") is { } job && (string)job["status"]! is "queued" or "running")
        {
        }
    }

    private async Task SignInAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/login") { Content = JsonContent.Create(new { email = account.Email, password = TestAccount.Password }) };

        // Each from elsewhere: the window of sign-ins is not what is looked at.
        request.Headers.Add("X-Forwarded-For", $"10.77.{Interlocked.Increment(ref _addresses) / 250}.{_addresses % 250}");
        using var anybody = new HttpClient(balancer, disposeHandler: false) { BaseAddress = new Uri("http://balancer") };
        if (await SendAsync("sign-in", anybody, request) is not { } signedIn)
            return;
        using var user = ClientWith((string)signedIn["access_token"]!, balancer);
        await SendAsync("use token", user, HttpMethod.Get, "/v1/auth/me");
    }

    /// <summary>A key that no gateway remembers.</summary>
    private async Task UseNewKeyAsync()
    {
        using var user = ClientWith(account.Token, balancer);
        if (await SendAsync("create key", user, HttpMethod.Post, "/v1/keys", new { name = "New" }) is not { } made)
            return;
        using var holder = ClientWith((string)made["key"]!, balancer);
        await SendAsync("use key", holder, HttpMethod.Get, "/v1/generations");
        await SendAsync("delete key", user, HttpMethod.Delete, $"/v1/keys/{made["id"]}");
    }

    private async Task LookAsync()
    {
        await SendAsync("list", Client, HttpMethod.Get, "/v1/generations?limit=20");
        await SendAsync("balance", Client, HttpMethod.Get, "/v1/billing/balance");
    }

    private Task<JsonNode?> SendAsync(string what, HttpClient client, HttpMethod method, string path, object? body = null) =>
        SendAsync(what, client, new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) });

    private async Task<JsonNode?> SendAsync(string what, HttpClient client, HttpRequestMessage request, bool isJson = true)
    {
        try
        {
            using var sent = request;
            using var response = await client.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            _answers.Add(response.IsSuccessStatusCode ? what : $"failed: {what} {Tally.NameOf(response)} at {request.RequestUri}");
            return response.IsSuccessStatusCode && answer.Length > 0 && isJson ? JsonNode.Parse(answer) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            _answers.Add($"failed: {what} {exception.Message} {exception.InnerException?.Message} at {request.RequestUri}");
            return null;
        }
    }

    private static HttpClient ClientWith(string credential, Balancer balancer) => new(balancer, disposeHandler: false)
    {
        BaseAddress = new Uri("http://balancer"),
        Timeout = TimeSpan.FromSeconds(60),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", credential) },
    };
}
