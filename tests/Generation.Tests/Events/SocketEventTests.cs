using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>The channel <c>events</c> of the WebSocket: the log itself, each event once, from exactly where its client was.</summary>
public sealed class SocketEventTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Subscribed_WithoutACursor_BeginsNowAndShowsWhatThePullShows()
    {
        await fixture.Application.LogAsync(_account, 3);
        using var client = await FollowerAsync(new { channel = "events" }, 3);
        await fixture.Application.LogAsync(_account, 2);
        var events = await EventsAsync(client, 2);
        using var http = fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
        var pulled = JsonNode.Parse(await http.GetStringAsync(new Uri("/v1/events?after=3", UriKind.Relative)))!["items"]!.AsArray();
        events.Select(static shown => shown.ToJsonString()).ShouldBe(pulled.Select(static shown => shown!.ToJsonString()));
    }

    [Fact]
    public async Task CutAndResumed_MissesNothingAndRepeatsNothing()
    {
        await fixture.Application.LogAsync(_account, 5);
        var seen = new List<long>();
        using (var first = await FollowerAsync(new { channel = "events", after = 0 }, 0))
        {
            seen.AddRange((await EventsAsync(first, 3)).Select(NumberOf));
            first.Socket.Abort();
        }

        await fixture.Application.LogAsync(_account, 300);
        using var second = await FollowerAsync(new { channel = "events", after = "3" }, 3);
        seen.AddRange((await EventsAsync(second, 302)).Select(NumberOf));
        seen.ShouldBe(Enumerable.Range(1, 305).Select(static number => (long)number));
    }

    [Fact]
    public async Task RareTypes_Followed_CursorGoesPastWhatDidNotFit()
    {
        using var client = await FollowerAsync(new { channel = "events", types = new[] { "video.failed" } }, 0);
        await fixture.Application.LogAsync(_account, 4);
        JsonNode cursor;
        do
            cursor = await client.NextAsync("cursor");
        while ((long)cursor["after"]! < 4);
        await fixture.Application.LogAsync(_account, 1, "video");
        NumberOf((await client.UntilAsync("event"))[^1]["payload"]!).ShouldBe(5);
    }

    [Fact]
    public async Task SubscribedAnew_BeginsAtTheNewCursorAndEndsTheOld()
    {
        await fixture.Application.LogAsync(_account, 2);
        using var client = await FollowerAsync(new { channel = "events" }, 2);
        await client.SendAsync("subscribe", new { channel = "events", after = 1 });
        ((long)(await client.NextAsync("subscribed"))["after"]!).ShouldBe(1);
        await fixture.Application.LogAsync(_account, 1);
        (await EventsAsync(client, 2)).Select(NumberOf).ShouldBe([2, 3]);
        await client.SendAsync("ping");
        (await client.UntilAsync("pong")).ShouldAllBe(static frame => (string)frame["type"]! != "event");
    }

    [Fact]
    public async Task Unsubscribed_IsToldNoMore()
    {
        using var client = await FollowerAsync(new { channel = "events" }, 0);
        await client.SendAsync("unsubscribe", new { channel = "events" });
        ((string)(await client.NextAsync("unsubscribed"))["channel"]!).ShouldBe("events");
        await fixture.Application.LogAsync(_account);
        await Task.Delay(2_500);
        await client.SendAsync("ping");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task SomebodyElsesLog_IsNeverSeen()
    {
        using var client = await FollowerAsync(new { channel = "events", after = 0 }, 0);
        await fixture.Application.LogAsync(Guid.NewGuid(), 5);
        await fixture.Application.LogAsync(_account);
        NumberOf((await EventsAsync(client, 1))[0]).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"channel":"events","after":"seven"}""", "after: Input should be the sequence of an event, or the next of an earlier answer")]
    [InlineData("""{"channel":"events","after":-1}""", "after: Input should be the sequence of an event, or the next of an earlier answer")]
    [InlineData("""{"channel":"events","after":{"a":1}}""", "after: Input should be the sequence of an event, or the next of an earlier answer")]
    [InlineData("""{"channel":"events","after":99}""", "after: Input should be a cursor from an earlier answer; this log has not come so far")]
    [InlineData("""{"channel":"events","types":["nothing.known"]}""", "types: There is no event type 'nothing.known'")]
    public async Task BadCursorOrType_NamesItsFieldAndTheSocketStaysOpen(string payload, string message)
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendTextAsync($$"""{"type":"subscribe","payload":{{payload}}}""");
        var error = await client.NextAsync("error");
        ((string)error["code"]!, (string)error["message"]!).ShouldBe(("validation_error", message));
        await client.SendAsync("ping");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task SweptCursor_IsToldWhichIsTheOldest()
    {
        await fixture.Application.LogAsync(_account, 5);
        await fixture.Application.ScalarAsync("DELETE FROM generation.events WHERE account_id = @account AND sequence <= 3", ("account", _account));
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("subscribe", new { channel = "events", after = 1 });
        var error = await client.NextAsync("error");
        ((string)error["code"]!).ShouldBe("events_expired");
        ((string)error["message"]!).ShouldEndWith("the oldest that is kept is 4");
    }

    [Fact]
    public async Task Anonymous_MayNotFollow()
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, accountId: null);
        await client.SendAsync("subscribe", new { channel = "events" });
        ((string)(await client.NextAsync("error"))["code"]!).ShouldBe("auth_error");
    }

    private static long NumberOf(JsonNode shown) => (long)shown["sequence"]!;

    /// <summary>So many events, past signs of life.</summary>
    private static async Task<List<JsonNode>> EventsAsync(SocketClient client, int count)
    {
        var events = new List<JsonNode>();
        while (events.Count < count)
            events.Add((await client.UntilAsync("event"))[^1]["payload"]!);
        return events;
    }

    private async Task<SocketClient> FollowerAsync(object payload, long from)
    {
        var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("subscribe", payload);
        var subscribed = await client.NextAsync("subscribed");
        ((string)subscribed["channel"]!, (long)subscribed["after"]!).ShouldBe(("events", from));
        return client;
    }
}
