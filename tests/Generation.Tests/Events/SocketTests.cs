using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Keys;
using NanoBanana.Generation.Api.Lab.Socket;
using StackExchange.Redis;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>The WebSocket itself: greeting, words it does not know, and every way it ends.</summary>
public sealed class SocketTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Socket_Opened_GreetsAndAnswersPings()
    {
        using var client = await SocketClient.OpenAsync(fixture.Instance, _account);
        var greeting = (await client.NextAsync()).ShouldNotBeNull();
        greeting.AsObject().Select(static field => field.Key).ShouldBe(["type", "payload", "timestamp"]);
        ((string)greeting["type"]!).ShouldBe("connected");
        ((Guid)greeting["payload"]!["connection_id"]!).ShouldNotBe(Guid.Empty);
        ((Guid)greeting["payload"]!["user_id"]!).ShouldBe(_account);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        ((long)greeting["payload"]!["server_time"]!).ShouldBeInRange(now - 60_000, now + 60_000);
        await client.SendAsync("ping");
        ((long)(await client.NextAsync("pong"))["server_time"]!).ShouldBeInRange(now - 60_000, now + 60_000);
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Anonymous_Greeted_MayNeitherFollowNorGenerate()
    {
        using var client = await SocketClient.OpenAsync(fixture.Instance, accountId: null);
        (await client.NextAsync("connected"))["user_id"].ShouldBeNull();
        await client.SendAsync("generate", new { prompt = "for nobody" });
        ((string)(await client.NextAsync("error"))["code"]!).ShouldBe("auth_error");
        await client.SendAsync("subscribe", new { channel = "task", task_id = "gen_" + Guid.NewGuid() });
        ((string)(await client.NextAsync("error"))["code"]!).ShouldBe("not_found");
    }

    [Fact]
    public async Task BadCredential_AsTheGatewayMarksIt_IsToldAndClosed()
    {
        using var client = await SocketClient.OpenAsync(fixture.Instance, accountId: null, ("X-NanoBanana-Refused-Credential", "1"));
        var error = await client.NextAsync("error");
        ((string)error["code"]!, (string)error["message"]!).ShouldBe(("auth_error", "Invalid token"));
        (await client.ClosedAsync()).ShouldBe(4001);
    }

    [Theory]
    [InlineData("{not json", "invalid_json", "Invalid JSON message")]
    [InlineData("[1]", "invalid_json", "Invalid JSON message")]
    [InlineData("{}", "unknown_message_type", "Unknown message type: ")]
    [InlineData("""{"type":"dance"}""", "unknown_message_type", "Unknown message type: dance")]
    [InlineData("""{"type":7}""", "unknown_message_type", "Unknown message type: ")]
    [InlineData("""{"type":"subscribe"}""", "validation_error", "channel: Input should be 'task' or 'events'")]
    [InlineData("""{"type":"unsubscribe","payload":{"channel":"news"}}""", "validation_error", "channel: Input should be 'task' or 'events'")]
    [InlineData("""{"type":"cancel","payload":{"request_id":7}}""", "not_found", "Task not found")]
    public async Task MessageThatIsNone_Sent_IsToldAndTheSocketStaysOpen(string text, string code, string message)
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendTextAsync(text);
        var error = await client.NextAsync("error");
        ((string)error["code"]!, (string)error["message"]!).ShouldBe((code, message));
        await client.SendAsync("ping");
        await client.NextAsync("pong");
    }

    [Theory]
    [InlineData(64 * 1024, false)]
    [InlineData((64 * 1024) + 1, true)]
    public async Task LongMessage_Sent_ClosesTheSocketAbove64Kilobytes(int length, bool isTooLong)
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        const string message = """{"type":"ping","payload":"*"}""";
        await client.SendTextAsync(message.Replace("*", new string('x', length - message.Length + 1), StringComparison.Ordinal));
        if (isTooLong)
            (await client.ClosedAsync()).ShouldBe(1009);
        else
            await client.NextAsync("pong");
    }

    [Fact]
    public async Task SilentClient_IsClosedWhateverTheServerSendsIt()
    {
        await using var instance = await fixture.Application.StartInstanceAsync(("Events:SilenceSeconds", "2"));
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        await Task.Delay(1_200);
        await client.SendAsync("ping");
        await client.NextAsync("pong");
        var since = TimeProvider.System.GetTimestamp();
        var pushes = instance.Services.GetRequiredService<AccountPushes>();
        var closed = client.ClosedAsync();
        await Task.Delay(1_000);
        await pushes.PushAsync(_account, "notification", JsonElement.Parse("{}"));
        (await closed).ShouldBe(4002);
        TimeProvider.System.GetElapsedTime(since).TotalSeconds.ShouldBeInRange(1.5, 5);
    }

    [Fact]
    public async Task StoppingProcess_SaysGoingAway()
    {
        await using var instance = await fixture.Application.StartInstanceAsync();
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        var closed = client.ClosedAsync();
        await instance.DisposeAsync();
        (await closed).ShouldBe(1001);
    }

    [Fact]
    public async Task RevokedKey_OfAnOpenSocket_ClosesIt()
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        using var other = await SocketClient.ConnectedAsync(fixture.Instance, Guid.NewGuid());
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        await redis.GetSubscriber().PublishAsync(Invalidation.Channel, Invalidation.Key(_account));
        (await client.ClosedAsync()).ShouldBe(4001);
        await other.SendAsync("ping");
        await other.NextAsync("pong");
    }

    [Fact]
    public async Task OneSocketTooMany_IsRefusedBeforeItOpens()
    {
        await using var instance = await fixture.Application.StartInstanceAsync(("Events:MaxSockets", "2"));
        using var first = await SocketClient.ConnectedAsync(instance, _account);
        using var second = await SocketClient.ConnectedAsync(instance, _account);
        (await Should.ThrowAsync<WebSocketException>(() => SocketClient.OpenAsync(instance, _account))).Message.ShouldContain("429");
        using var other = await SocketClient.ConnectedAsync(instance, Guid.NewGuid());
        second.Socket.Abort();
        await fixture.Application.EventuallyAsync(() => OpensAsync(instance), "its place is free", seconds: 2);
    }

    [Fact]
    public async Task PlainCall_OfTheAddress_IsToldWhatItIsFor()
    {
        using var http = fixture.Instance.ClientFor(Jobs.GenerationApplication.KeyOf(_account));
        using var response = await http.GetAsync(new Uri("/api/ws", UriKind.Relative));
        ((string)(await response.ShouldBeAsync(HttpStatusCode.BadRequest))!["detail"]!).ShouldBe("This address is for WebSockets");
    }

    [Fact]
    public async Task Push_ToAnAccount_ReachesItsSocketsAtEveryProcessAndNobodyElses()
    {
        await using var two = await fixture.Application.StartInstanceAsync();
        using var here = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        using var there = await SocketClient.ConnectedAsync(two, _account);
        using var other = await SocketClient.ConnectedAsync(two, Guid.NewGuid());
        await two.Services.GetRequiredService<AccountPushes>().PushAsync(_account, "quota:warning", JsonElement.Parse("""{"remaining":3}"""));
        ((int)(await here.NextAsync("quota:warning"))["remaining"]!).ShouldBe(3);
        ((int)(await there.NextAsync("quota:warning"))["remaining"]!).ShouldBe(3);
        await other.SendAsync("ping");
        await other.NextAsync("pong");
    }

    [Fact]
    public async Task Push_WhileTheInternalKeyIsRotated_ReachesProcessesOfBothKeys()
    {
        const string next = "the-next-internal-token-key-of-32-characters";
        await using var old = await fixture.Application.StartInstanceAsync(("InternalToken:PreviousKey", next));
        await using var rotated = await fixture.Application.StartInstanceAsync(("InternalToken:Key", next), ("InternalToken:PreviousKey", TestSettings.InternalTokenKey));
        using var atOld = await SocketClient.ConnectedAsync(old, _account);
        using var atRotated = await SocketClient.ConnectedAsync(rotated, _account);
        foreach (var (sender, number) in new[] { (old, 1), (rotated, 2) })
        {
            await sender.Services.GetRequiredService<AccountPushes>().PushAsync(_account, "quota:warning", JsonElement.Parse($$"""{"remaining":{{number}}}"""));
            ((int)(await atOld.NextAsync("quota:warning"))["remaining"]!).ShouldBe(number);
            ((int)(await atRotated.NextAsync("quota:warning"))["remaining"]!).ShouldBe(number);
        }
    }

    /// <summary>By one frame that waits too long, or by more than the queue takes.</summary>
    [Theory]
    [InlineData(50, 800_000)]
    [InlineData(200, 200_000)]
    public async Task ClientThatDoesNotRead_IsDroppedAndItsPlaceIsFree(int frames, int length)
    {
        await using var instance = await fixture.Application.StartInstanceAsync(("Events:WriteSeconds", "1"), ("Events:MaxSockets", "1"));
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        var pushes = instance.Services.GetRequiredService<AccountPushes>();
        var large = JsonElement.Parse($"\"{new string('x', length)}\"");
        for (var i = 0; i < frames; i++)
            await pushes.PushAsync(_account, "notification", large);
        await fixture.Application.EventuallyAsync(() => OpensAsync(instance), "its place is free", seconds: 20);
    }

    private async Task<bool> OpensAsync(TestService instance)
    {
        try
        {
            using var client = await SocketClient.ConnectedAsync(instance, _account);
            return true;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }
}
