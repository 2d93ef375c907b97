using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;
using NanoBanana.Testing.Secrets;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>What callers do with secrets, right and wrong. Every answer is kept, without what it hands out by design.</summary>
internal sealed class SecretDrive(
    ReplicatedSystem system, PlantedSecrets secrets, SecretHaystack answers, GeminiEmulator gemini, S3Emulator s3)
{
    private readonly string _email = $"owner-{Guid.NewGuid():n}@example.com";
    private string _token = "";
    private string _key = "";

    /// <summary>On a busy machine, processes that log everything need a while until their first calls are quick enough.</summary>
    public Task WarmUpAsync() => Calls.EventuallyAsync(
        async () => (await PostAsync("/v1/auth/register", credential: null, new { email = $"warm-{Guid.NewGuid():n}@example.com", password = secrets.OtherPassword })).Status == HttpStatusCode.Created,
        "an account can be made", seconds: 30);

    /// <summary>Accounts, keys, images and failing providers.</summary>
    public async Task UseAsync()
    {
        var other = $"other-{Guid.NewGuid():n}@example.com";
        var account = await SignAsync("register", _email, secrets.Password);
        await SignAsync("register", other, secrets.OtherPassword);
        await system.ChangeTierAsync((Guid)account["user"]!["id"]!, "pro");
        var first = secrets.PlantToken((string)account["access_token"]!);
        var second = secrets.PlantToken((string)(await SignAsync("login", _email, secrets.Password))["access_token"]!);
        await PostAsync("/v1/auth/logout", second, new { });
        await GetAsync("/v1/auth/me", second, expected: null);
        await PostAsync("/v1/auth/me/password", first, new { current_password = secrets.WrongPassword, new_password = secrets.NewPassword });
        await PostAsync("/v1/auth/me/password", first, new { current_password = secrets.Password, new_password = secrets.NewPassword });
        await GetAsync("/v1/auth/me", first, expected: null);
        _token = secrets.PlantToken((string)(await SignAsync("login", _email, secrets.NewPassword))["access_token"]!);

        var (_, deletedId, deleted) = await MakeKeyAsync("deleted");
        (_, _, _key) = await MakeKeyAsync("kept");
        await SendAsync(HttpMethod.Delete, $"/v1/keys/{deletedId}", _token);
        await GetAsync("/v1/generations", deleted, expected: null);
        await GetAsync("/v1/keys", _token);

        var made = JsonNode.Parse((await PostAsync("/v1/generate", _key, new { prompt = "kept", size = "256x256" })).Body)!;
        var link = new Uri((string)made["url"]!);
        secrets.OutsideAnswers.Add("image link", link.Query["?sig=".Length..]);
        await GetAsync(link.PathAndQuery, credential: null, HttpStatusCode.Redirect);
        foreach (var behaviour in new[] { "echo_key", "echo_key:500", "echo_key:403", "throttled:55s", "bad_key", "damaged", "cut", "reset", "garbage", "blocked:SAFETY" })
        {
            // A circuit that the last one opened lets the next through after a second.
            var asked = gemini.Switchboard.Count;
            gemini.Switchboard.Next(behaviour);
            for (var i = 0; i < 20 && gemini.Switchboard.Count == asked; i++)
            {
                await PostAsync("/v1/generate", _key, new { prompt = behaviour, size = "256x256" });
                await Task.Delay(200);
            }
        }

        // Google knows no such key.
        await SendAsync(HttpMethod.Post, "/api/generate", credential: null, Json(new { prompt = "on my own key" }), ("X-API-Key", secrets.CallerKey));

        gemini.Switchboard.Default = Behaviour.Ok;
        s3.Switchboard.Default = Behaviour.Parse("slow_down");
        await PostAsync("/v1/generate", _key, new { prompt = "refused by the bucket", size = "256x256" });
        s3.Switchboard.Default = Behaviour.Ok;
        await GetAsync("/v1/generations", _key);
        await GetAsync("/v1/usage/summary", _token, expected: null);
        await GetAsync("/v1/billing/balance", _token);
    }

    /// <summary>Secrets where they do not belong.</summary>
    public async Task MisuseAsync()
    {
        foreach (var password in new[] { secrets.WrongPassword, secrets.OtherPassword, secrets.Password })
            await PostAsync("/v1/auth/login", credential: null, new { email = _email, password });
        var text = JsonSerializer.Serialize(secrets.Password);
        foreach (var body in new[] { $"{{\"email\":\"{_email}\",\"password\":{text}", $"{{\"email\":\"{_email}\",\"password\":[{text}]}}", $"{{\"password\":{text}}}", $"{text}", $"{{{text}:1}}" })
        {
            await SendAsync(HttpMethod.Post, "/v1/auth/login", credential: null, new StringContent(body, Encoding.UTF8, "application/json"));
            await SendAsync(HttpMethod.Post, "/v1/auth/register", credential: null, new StringContent(body, Encoding.UTF8, "application/json"));
        }

        await PostAsync("/v1/auth/register", credential: null, new { email = secrets.Password, password = secrets.Password });
        await PostAsync("/v1/auth/login", credential: null, new { email = secrets.Password, password = secrets.Password });
        await PostAsync("/v1/keys", _key, new { name = "with a key" });
        await GetAsync("/v1/generations", _key + "0", HttpStatusCode.Unauthorized);
        await GetAsync("/v1/generations", _token + "0", HttpStatusCode.Unauthorized);
        (string Name, string Value)[] headers =
        [
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{_key}"))), ("Authorization", _key), ("Authorization", $"Token {_key}"),
            ("x-goog-api-key", _key), ("Cookie", $"key={_key}; token={_token}"), ("X-NanoBanana-Principal", _token), ("Proxy-Authorization", $"Bearer {_key}"),
        ];
        foreach (var (name, value) in headers)
            await SendAsync(HttpMethod.Get, "/v1/generations", credential: null, content: null, (name, value));
        await SendAsync(HttpMethod.Get, "/v1/generations", _token, content: null, ("X-API-Key", _key));
        foreach (var query in new[] { $"?key={_key}", $"?api_key={_key}&token={_token}" })
        {
            await GetAsync("/v1/generations" + query, _key, expected: null);
            await GetAsync("/nowhere" + query, credential: null, HttpStatusCode.NotFound);
        }

        foreach (var path in new[] { "/v1/keys/", "/v1/generations/", "/v1/images/", "/v1/nowhere/", "/nowhere/", "/v1/auth/" })
        {
            await GetAsync(path + _key, _token, expected: null);
            await SendAsync(HttpMethod.Delete, path + _key, _token);
        }

        foreach (var address in system.Services.All.Select(static process => process.Address))
        {
            await RawAsync(address, $"GET /v1/generations HTTP/1.1\r\nHost: x\r\nX-API-Key {_key}\r\n\r\n");
            await RawAsync(address, $"GET /v1/generations HTTP/1.1\r\nHost: x\r\nX-API-Key: {_key}\0\r\n\r\n");
            await RawAsync(address, $"GET /v1/generations?key={_key} HTTP/7.0\r\n\r\n");
            await RawAsync(address, $"G\u0001T /{_key} HTTP/1.1\r\n\r\n");
        }
    }

    /// <summary>Calls while no database and no Redis answers, and once they do again.</summary>
    public async Task MeetOutagesAsync(Func<Task> kill, Func<Task> start)
    {
        await kill();
        await Task.WhenAll(
            PostAsync("/v1/auth/login", credential: null, new { email = _email, password = secrets.NewPassword }),
            PostAsync("/v1/auth/register", credential: null, new { email = "x" + _email, password = secrets.NewPassword }),
            PostAsync("/v1/generate", _key, new { prompt = "meanwhile" }),
            PostAsync("/v1/keys", _token, new { name = "meanwhile" }),
            SendAsync(HttpMethod.Delete, $"/v1/keys/{Guid.NewGuid()}?key={_key}", _token),
            GetAsync("/v1/images/" + _key, credential: null, expected: null),
            GetAsync("/ready", credential: null, expected: null),
            GetAsync("/api/health/detailed", credential: null, expected: null),
            GetAsync("/api/v1/health", credential: null, expected: null));
        await start();
        await Calls.EventuallyAsync(
            async () => (await PostAsync("/v1/generate", _key, new { prompt = "after", size = "256x256" })).Status == HttpStatusCode.Created,
            "everything works again", seconds: 20);
    }

    /// <summary>Calls whose service is gone, with a key where an id belongs: the gateway says so in its log.</summary>
    public async Task MeetDeadServicesAsync()
    {
        foreach (var process in new[] { system.Services.Keys, system.Services.Generations[0] })
        {
            await process.KillAsync();
            foreach (var path in new[] { "/v1/keys/", "/v1/generations/", "/v1/images/" })
                await SendAsync(HttpMethod.Delete, path + _key, _token);
            await process.StartAndWaitAsync();
        }
    }

    private async Task<JsonNode> SignAsync(string how, string email, string password)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, $"/v1/auth/{how}", credential: null, Json(new { email, password }), handsOut: "access_token");
        ((int)status).ShouldBeInRange(200, 299, body);
        return JsonNode.Parse(body)!;
    }

    private async Task<(HttpStatusCode Status, Guid Id, string Key)> MakeKeyAsync(string name)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/v1/keys", _token, Json(new { name }), handsOut: "key");
        status.ShouldBe(HttpStatusCode.Created, body);
        var made = JsonNode.Parse(body)!;
        return (status, (Guid)made["id"]!, secrets.PlantKey((string)made["key"]!));
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string? credential, object body) =>
        SendAsync(HttpMethod.Post, path, credential, Json(body));

    private async Task GetAsync(string path, string? credential, HttpStatusCode? expected = HttpStatusCode.OK)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, credential);
        if (expected is not null)
            status.ShouldBe(expected.Value, body);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string path, string? credential, HttpContent? content = null, (string Name, string Value)? header = null, string? handsOut = null)
    {
        using var client = system.CreateClient();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (credential is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        if (header is { } extra)
            request.Headers.TryAddWithoutValidation(extra.Name, extra.Value);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var kept = body;
        if (handsOut is not null && response.IsSuccessStatusCode)
            kept = body.Replace((string)JsonNode.Parse(body)![handsOut]!, "(handed out)", StringComparison.Ordinal);
        answers.Add($"answer {(int)response.StatusCode} to {method} {path.Replace(_key.Length > 0 ? _key : "(none)", "(key)", StringComparison.Ordinal).Split('?')[0]}", $"{response.Headers}{response.Content.Headers}\n{kept}");
        return (response.StatusCode, body);
    }

    private async Task RawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, patience.Token);
        answers.Add("answer to what is no request", answer.ToArray());
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
