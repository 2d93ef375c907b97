using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>What ends in one service is told by another to sockets at the first, and is kept for who was away.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task Batch_Ended_IsOneNotificationOnTheSocketAndInTheList()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = await account.KeyClientAsync();
        using var socket = await OpenSocketAsync($"?token={account.Token}");
        using var anonymous = await OpenSocketAsync("");
        ((string)(await NextAsync(socket))!["type"]!).ShouldBe("connected");
        ((string)(await NextAsync(anonymous))!["type"]!).ShouldBe("connected");

        using var ordered = await key.PostAsJsonAsync("/api/generate/batch", new { prompts = new[] { "one", "two", "three" } });
        var task = (string)(await ordered.ShouldBeAsync(HttpStatusCode.OK))!["task_id"]!;
        var frame = (await NextAsync(socket)).ShouldNotBeNull();

        ((string)frame["type"]!).ShouldBe("notification");
        var pushed = frame["payload"]!.AsObject();
        pushed.Select(static field => field.Key).ShouldBe(["id", "type", "title", "message", "data"]);
        ((string)pushed["message"]!, (string)pushed["data"]!["task_id"]!).ShouldBe(("3 of 3 images", task));
        var list = await user.GetJsonAsync("/api/notifications");
        var shown = list["notifications"]!.AsArray().ShouldHaveSingleItem()!;
        foreach (var (name, value) in pushed)
            JsonNode.DeepEquals(shown[name], value).ShouldBeTrue(name);
        ((int)list["unread_count"]!, (bool)shown["is_read"]!).ShouldBe((1, false));

        // The next thing that either socket hears is the answer to its own words: there was no second push, and none to a stranger.
        foreach (var open in new[] { socket, anonymous })
        {
            await open.SendAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            ((string)(await NextAsync(open))!["type"]!).ShouldBe("pong");
        }

        using var marked = await key.PostAsJsonAsync("/api/notifications/mark-read", new { notification_ids = new[] { (string)pushed["id"]! } });
        ((int)(await marked.ShouldBeAsync(HttpStatusCode.OK))!["marked_count"]!).ShouldBe(1);
        ((int)(await key.GetJsonAsync("/api/notifications/unread-count"))["unread_count"]!).ShouldBe(0);
        using var stranger = (await fixture.System.SignUpAsync()).Client;
        using var foreign = await stranger.GetAsync(new Uri($"/api/notifications/{pushed["id"]}", UriKind.Relative));
        using var missing = await stranger.GetAsync(new Uri($"/api/notifications/{Guid.NewGuid()}", UriKind.Relative));
        await Tenancy.ShouldAnswerAlikeAsync(foreign, missing);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/unread-count")]
    [InlineData("POST", "/mark-read")]
    [InlineData("POST", "/mark-all-read")]
    [InlineData("GET", "/3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("DELETE", "/3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    public async Task Notifications_WithoutACredential_AreRefusedInTheLabsWords(string method, string path)
    {
        using var client = fixture.System.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/notifications" + path);
        using var response = await client.SendAsync(request);
        var body = (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!;
        ((string)body["error"]!["code"]!, (string)body["detail"]!).ShouldBe(("authentication_failed", "Authentication required"));
    }
}
