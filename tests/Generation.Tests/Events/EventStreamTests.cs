using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoBanana.Contracts.Keys;
using NanoBanana.Generation.Tests.Jobs;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>The log as server-sent events: at once, exactly from where its client was, and only for as long as it may.</summary>
public sealed class EventStreamTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Stream_WithoutACursor_BeginsNowAndToldByHeaders()
    {
        await fixture.Application.LogAsync(_account, 3);
        using var client = Client(fixture.Instance);
        using var reader = await EventReader.OpenAsync(client);
        reader.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        reader.Response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        reader.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        reader.LastId.ShouldBe(3);
        await fixture.Application.LogAsync(_account, 2);
        (await reader.NextManyAsync(2)).ShouldBe([4, 5]);
    }

    [Fact]
    public async Task Stream_CutAndResumed_MissesNothingAndRepeatsNothing()
    {
        await fixture.Application.LogAsync(_account, 5);
        using var client = Client(fixture.Instance);
        var seen = new List<long>();
        using (var first = await EventReader.OpenAsync(client, "?after=0"))
            seen.AddRange(await first.NextManyAsync(3));
        await fixture.Application.LogAsync(_account, 300);

        // As a browser does: its first address, and what it saw last.
        using var second = await EventReader.OpenAsync(client, "?after=0", lastId: 3);
        seen.AddRange(await second.NextManyAsync(302));
        seen.ShouldBe(Enumerable.Range(1, 305).Select(static number => (long)number));
    }

    [Fact]
    public async Task Heartbeat_OfAFilteredStream_CarriesTheCursorPastWhatDidNotFit()
    {
        using var client = Client(fixture.Instance);
        using var reader = await EventReader.OpenAsync(client, "?types=video.failed");
        await fixture.Application.LogAsync(_account, 4);
        var next = reader.NextAsync(20);
        await fixture.Application.EventuallyAsync(() => Task.FromResult(reader.Heartbeats > 0 && reader.LastId == 4), "a sign of life shows the cursor");
        await fixture.Application.LogAsync(_account, 1, "video");
        ((long)(await next)!["sequence"]!).ShouldBe(5);
    }

    [Theory]
    [InlineData("?types=nothing.known", null, "types")]
    [InlineData("?after=seven", null, "after")]
    [InlineData("", "seven", "Last-Event-ID")]
    public async Task BadCursorOrType_Sent_NamesItsField(string query, string? lastId, string field)
    {
        using var client = Client(fixture.Instance);
        if (lastId is not null)
            client.DefaultRequestHeaders.Add("Last-Event-ID", lastId);
        using var response = await client.GetAsync(new Uri("/v1/events/stream" + query, UriKind.Relative));
        var body = await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        ((string)body!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
    }

    [Fact]
    public async Task EleventhStream_OfAnAccount_IsRefusedUntilOneHangsUp()
    {
        using var client = Client(fixture.Instance);
        var readers = new List<EventReader>();
        for (var i = 0; i < 10; i++)
            readers.Add(await EventReader.OpenAsync(client));
        using (var refused = await EventReader.OpenAsync(client))
        {
            refused.Response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Response.Headers.GetValues("X-Error-Code").ShouldBe(["events.too_many_followers"]);
        }

        using (var other = fixture.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid())))
        using (var reader = await EventReader.OpenAsync(other))
            reader.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        readers[0].Dispose();
        await fixture.Application.EventuallyAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, "its place is free", seconds: 1);
        readers.ForEach(static reader => reader.Dispose());
    }

    [Fact]
    public async Task RevokedKey_OfAnOpenStream_EndsIt()
    {
        using var client = Client(fixture.Instance);
        using var reader = await EventReader.OpenAsync(client);
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        await redis.GetSubscriber().PublishAsync(Invalidation.Channel, Invalidation.Key(_account));
        (await reader.NextAsync(5)).ShouldBeNull();
    }

    [Fact]
    public async Task Lifetime_Over_EndsTheStreamCleanly()
    {
        await using var instance = await fixture.Application.StartInstanceAsync(("Events:LifetimeSeconds", "1"));
        using var client = Client(instance);
        using var reader = await EventReader.OpenAsync(client);
        (await reader.NextAsync(10)).ShouldBeNull();
    }

    [Fact]
    public async Task StoppingProcess_EndsItsStreamsAtOnce()
    {
        await using var instance = await fixture.Application.StartInstanceAsync();
        using var client = Client(instance);
        using var reader = await EventReader.OpenAsync(client);
        var end = reader.NextAsync(20);
        var clock = Stopwatch.StartNew();
        await instance.DisposeAsync();
        (await end).ShouldBeNull();
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task ClientThatDoesNotRead_IsDroppedAndItsPlaceIsFree()
    {
        await using var instance = await fixture.Application.StartInstanceAsync(("Events:WriteSeconds", "2"), ("Events:MaxStreams", "1"));
        await fixture.Application.LogAsync(_account, 60_000);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(instance.Address.Host, instance.Address.Port);
        using var client = Client(instance);
        var token = client.DefaultRequestHeaders.GetValues(InternalTokens.Header).Single();
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: {instance.Address.Authority}\r\n{InternalTokens.Header}: {token}\r\n\r\n"));

        // A few letters of the answer, and then no more: whoever asks before that takes the only place itself.
        var head = new byte[12];
        (await socket.ReceiveAsync(head)).ShouldBe(head.Length);
        Encoding.ASCII.GetString(head).ShouldBe("HTTP/1.1 200");
        await fixture.Application.EventuallyAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, "its place is free", seconds: 30);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var reader = await EventReader.OpenAsync(client);
        return reader.Response.StatusCode;
    }

    private HttpClient Client(TestService instance) => instance.ClientFor(GenerationApplication.KeyOf(_account));
}
