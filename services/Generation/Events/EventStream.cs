using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NanoBanana.Generation.Events;

/// <summary>
/// Writes server-sent events. Signs of life carry the cursor, so that a client whose types are rare comes again from where its stream was
/// and not from its last event.
/// </summary>
internal sealed class EventStream(HttpContext http, JsonSerializerOptions json, FollowingOptions options, EventMetrics metrics, TimeProvider time)
{
    private const int RetryMilliseconds = 1_000;
    private readonly JsonTypeInfo<EventView> _views = (JsonTypeInfo<EventView>)json.GetTypeInfo(typeof(EventView));
    private readonly PipeWriter _body = http.Response.BodyWriter;
    private long _writtenAt = time.GetTimestamp();
    private long _live;

    /// <summary>The first bytes at once: proxies and clients see that it stands.</summary>
    /// <param name="cursor">Where it begins.</param>
    /// <param name="head">What is newer than this happens while it is followed.</param>
    /// <param name="cancellationToken">The follower's.</param>
    public async Task BeginAsync(long cursor, long head, CancellationToken cancellationToken)
    {
        _live = head;
        var headers = http.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-cache";
        headers["X-Accel-Buffering"] = "no";
        Text(string.Create(CultureInfo.InvariantCulture, $"retry: {RetryMilliseconds}\n"));
        Cursor(cursor);
        await SendAsync(cancellationToken);
    }

    /// <summary>What came, or after a while of nothing a sign of life. Throws <see cref="TimeoutException"/> when the client does not read.</summary>
    public async Task WriteAsync(EventPage page, CancellationToken cancellationToken)
    {
        foreach (var logged in page.Items)
        {
            Text(string.Create(CultureInfo.InvariantCulture, $"id: {logged.Sequence}\nevent: {logged.Type}\ndata: "));
            using (var view = new Utf8JsonWriter(_body))
                JsonSerializer.Serialize(view, EventView.Of(logged), _views);
            Text("\n\n");
        }

        if (page.Items.Count == 0)
        {
            if (time.GetElapsedTime(_writtenAt).TotalSeconds < options.HeartbeatSeconds)
                return;
            Cursor(page.Next);
        }

        await SendAsync(cancellationToken);
        metrics.Delivered(FollowerKind.Stream, page.Items.Count);
        if (page.Items.Count > 0 && page.Items[^1].Sequence > _live)
            metrics.Lagged(FollowerKind.Stream, time.GetUtcNow() - page.Items[^1].CreatedAt);
    }

    /// <summary>A comment, and an id without data: a client remembers it and is not told of any event.</summary>
    private void Cursor(long cursor) => Text(string.Create(CultureInfo.InvariantCulture, $": {cursor}\nid: {cursor}\n\n"));

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _body);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await _body.FlushAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(options.WriteSeconds), time, cancellationToken);
        _writtenAt = time.GetTimestamp();
    }
}
