using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoBanana.Testing.Emulators;

/// <summary>Takes what is exported by OTLP over HTTP (<c>/v1/traces</c>, <c>/v1/metrics</c>, <c>/v1/logs</c>) and keeps the raw bodies: names and values stand in them as plain text. Bodies are protocol buffers (<c>http/protobuf</c>).</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Kind, byte[] Body)> _bodies = new();

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Every body as it came, with its kind (<c>traces</c>, <c>metrics</c>, <c>logs</c>).</summary>
    public IEnumerable<(string Kind, byte[] Body)> Bodies => _bodies;

    /// <summary>All bodies of a kind, as Latin-1 text.</summary>
    public IReadOnlyDictionary<string, string> Received => _bodies.GroupBy(static body => body.Kind, StringComparer.Ordinal).ToDictionary(
        static kind => kind.Key, static kind => string.Concat(kind.Select(static body => Encoding.Latin1.GetString(body.Body))), StringComparer.Ordinal);

    /// <summary>All spans, in the order in which they came.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. BodiesOf("traces").SelectMany(OtlpSpan.ReadAll)];

    /// <summary>All instruments, as often as they were exported.</summary>
    public IReadOnlyList<OtlpMetric> Metrics => [.. BodiesOf("metrics").SelectMany(OtlpMetric.ReadAll)];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var collector = new OtlpCollector(builder.Build());
        collector._app.MapPost("/v1/{kind}", collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<byte[]> BodiesOf(string kind) => _bodies.Where(body => body.Kind == kind).Select(static body => body.Body);

    private async Task TakeAsync(string kind, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _bodies.Enqueue((kind, body.ToArray()));
    }
}
