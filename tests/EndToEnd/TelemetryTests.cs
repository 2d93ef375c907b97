using System.Net.Http.Headers;
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
        string key;
        await using (var process = StandaloneProcess.Start(
            _home, port, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("GOOGLE_API_KEY", planted), ("PROVIDER_GOOGLE_BASE_URL", gemini.Address.ToString()), ("LOG_LEVEL", "DEBUG")))
        {
            await process.WaitUntilReadyAsync();
            key = process.Key.ShouldNotBeNull();
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await client.GenerateOkAsync(new { prompt = "a traced banana" });
            gemini.Switchboard.Next("bad_key");
            using var failed = await client.GenerateAsync(new { prompt = "a failed banana" });
            (await process.StopAsync()).ShouldBe(0);
        }

        var traces = collector.Received["traces"];
        traces.ShouldContain("generation.job");
        traces.ShouldContain("gen_ai.request.model");
        traces.ShouldContain("/internal/holds");
        var metrics = collector.Received["metrics"];
        metrics.ShouldContain("nanobanana.generation.duration");
        metrics.ShouldContain("nanobanana.gateway.limits.decisions");
        metrics.ShouldContain("gen_ai.client.operation.duration");
        collector.Received["logs"].ShouldContain("does not serve model");

        var secrets = await File.ReadAllTextAsync(Path.Combine(_home, "secrets.json"));
        var values = System.Text.Json.Nodes.JsonNode.Parse(secrets)!.AsObject().Select(static pair => (string)pair.Value!).Append(planted).Append(key);
        foreach (var (kind, text) in collector.Received)
        {
            foreach (var value in values)
                text.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"A secret is in the {kind}.");
            text.Contains("a traced banana", StringComparison.Ordinal).ShouldBeFalse($"A prompt is in the {kind}.");
        }
    }
}
