using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using NanoBanana.LocalServers;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>One trace from the gateway to the provider and the ledger, the promised metrics, and no secret in any of it.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("nanobanana-telemetry-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Call_Exported_ShowsItsWholeWayAndNoSecret()
    {
        const string planted = "planted-google-key-0123456789";
        await using var collector = await OtlpCollector.StartAsync();
        await using var gemini = await GeminiEmulator.StartAsync(planted);
        var port = Ports.Free();
        string key, token;
        await using (var process = StandaloneProcess.Start(
            _home, port, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("GOOGLE_API_KEY", planted), ("PROVIDER_GOOGLE_BASE_URL", gemini.Address.ToString()), ("LOG_LEVEL", "DEBUG")))
        {
            await process.WaitUntilReadyAsync();
            key = process.Key.ShouldNotBeNull();
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await client.GenerateOkAsync(new { prompt = "a traced banana" });
            await CallAsGooglesClientsDoAsync(port, key);
            gemini.Switchboard.Next("bad_key");
            using var failed = await client.GenerateAsync(new { prompt = "a failed banana" });
            token = await OpenSocketsAsync(client, port);
            (await process.StopAsync()).ShouldBe(0);
        }

        var traces = collector.Received["traces"];
        traces.ShouldContain("generation.job");
        traces.ShouldContain("gen_ai.request.model");
        traces.ShouldContain("/internal/holds");
        traces.ShouldContain("/api/ws");
        var metrics = collector.Received["metrics"];
        metrics.ShouldContain("nanobanana.generation.duration");
        metrics.ShouldContain("nanobanana.gateway.limits.decisions");
        metrics.ShouldContain("gen_ai.client.operation.duration");
        collector.Received["logs"].ShouldContain("does not serve model");

        var secrets = await File.ReadAllTextAsync(Path.Combine(_home, "secrets.json"));
        var values = System.Text.Json.Nodes.JsonNode.Parse(secrets)!.AsObject().Select(static pair => (string)pair.Value!).Append(planted).Append(key).Append(token.Split('.')[2]);
        foreach (var (kind, text) in collector.Received)
        {
            foreach (var value in values)
                text.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"A secret is in the {kind}.");
            text.Contains("a traced banana", StringComparison.Ordinal).ShouldBeFalse($"A prompt is in the {kind}.");
        }
    }

    /// <summary>With the key in the address and in Google's header: good, spelt otherwise, and damaged.</summary>
    private static async Task CallAsGooglesClientsDoAsync(int port, string key)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (var query in new[] { $"?key={key}", $"?KEY={key}&x=1", $"?alt=sse&key={key}0" })
        {
            using var response = await client.PostAsJsonAsync(
                $"/gemini/v1beta/models/gemini-nano-banana-2.1:generateContent{query}", new { contents = new[] { new { parts = new[] { new { text = "a traced banana" } } } } });
            ((int)response.StatusCode).ShouldBe(query.EndsWith('0') ? 401 : 200);
        }

        client.DefaultRequestHeaders.Add("x-goog-api-key", key);
        (await client.GetAsync(new Uri("/gemini/v1beta/models", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    /// <summary>With a token in the address, as browsers have to: good, spelt otherwise, and damaged. The result is the token.</summary>
    private static async Task<string> OpenSocketsAsync(HttpClient client, int port)
    {
        using var registered = await client.PostAsJsonAsync("/v1/auth/register", new { email = "socket@example.com", password = TestAccount.Password });
        var token = (string)(await registered.ShouldBeAsync(System.Net.HttpStatusCode.Created))!["access_token"]!;
        foreach (var query in new[] { $"?token={token}", $"?TOKEN={token}&x=1", $"?token=x{token}" })
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/api/ws{query}"), CancellationToken.None);
            await socket.ReceiveAsync(new byte[4_096], CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        return token;
    }
}
