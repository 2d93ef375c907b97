using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>Connections that stay open, through the gateway: nothing holds back what they carry, and a client's end is theirs.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task Stream_ThroughTheGateway_TellsAtOnceAndEndsWithItsClient()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var maker = await account.KeyClientAsync();
        using var hangingUp = new CancellationTokenSource();
        using var first = await OpenStreamAsync(user);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await first.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe("retry: 1000");
        var made = await maker.GenerateOkAsync(new { prompt = "told of" });
        var told = await UntilAsync(lines, "generation.completed").WaitAsync(TimeSpan.FromSeconds(5));
        ((string)told["data"]!["id"]!).ShouldBe((string)made["id"]!);

        var others = new List<HttpResponseMessage>();
        for (var i = 0; i < 9; i++)
            others.Add(await OpenStreamAsync(user));
        using (var refused = await OpenStreamAsync(user))
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var reading = lines.ReadToEndAsync(hangingUp.Token);
        await hangingUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);
        await Calls.EventuallyAsync(async () =>
        {
            using var freed = await OpenStreamAsync(user);
            return freed.StatusCode == HttpStatusCode.OK;
        }, "the place of the one that hung up is free", seconds: 1);
        others.ForEach(static other => other.Dispose());
    }

    [Fact]
    public async Task Socket_ThroughTheGateway_KnowsItsCallerByAnyProof()
    {
        var account = await fixture.System.SignUpAsync();
        var key = (await account.CreateKeyAsync()).Text;
        (await GreetingAsync($"?token={account.Token}")).ShouldBe(account.Id);
        (await GreetingAsync("", ("Authorization", "Bearer " + account.Token))).ShouldBe(account.Id);
        (await GreetingAsync("", ("Authorization", "Bearer " + key))).ShouldBe(account.Id);
        (await GreetingAsync("", ("X-API-Key", key))).ShouldBe(account.Id);
        (await GreetingAsync("")).ShouldBeNull();

        // The gateway's own mark, from a caller.
        (await GreetingAsync("", ("X-NanoBanana-Refused-Credential", "1"))).ShouldBeNull();
    }

    [Fact]
    public async Task Socket_WithABadProof_IsToldSoAndClosed()
    {
        var account = await fixture.System.SignUpAsync();
        var key = (await account.CreateKeyAsync()).Text;
        (string Query, (string Name, string Value)[] Headers)[] bad =
        [
            ($"?token={account.Token}x", []), ("?token=nonsense", []), ($"?token={key}", []), ("", [("X-API-Key", "nb_live_00000000000000000000000000000000")]),
            ("", [("X-API-Key", "AIzaSomebodysOwn")]), ($"?token={account.Token}", [("X-API-Key", key)]),
        ];
        foreach (var (query, headers) in bad)
        {
            using var socket = await OpenSocketAsync(query, headers);
            var error = await NextAsync(socket);
            ((string)error!["payload"]!["code"]!, (string)error["payload"]!["message"]!).ShouldBe(("auth_error", "Invalid token"), query);
            (await NextAsync(socket)).ShouldBeNull();
            ((int?)socket.CloseStatus).ShouldBe(4001);
        }
    }

    [Fact]
    public async Task Generate_BySocket_MakesAnImageThatItsAddressDelivers()
    {
        var account = await fixture.System.SignUpAsync();
        using var socket = await OpenSocketAsync($"?token={account.Token}");
        await socket.SendAsync("""{"type":"generate","payload":{"prompt":"by socket"}}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        JsonNode? frame;
        do
            frame = (await NextAsync(socket)).ShouldNotBeNull();
        while ((string)frame["type"]! != "generate:complete");

        using var client = fixture.System.CreateClient();
        using var image = await client.GetAsync(new Uri((string)frame["payload"]!["url"]!));
        image.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await account.AvailableAsync()).ShouldBe(980);
    }

    private static async Task<HttpResponseMessage> OpenStreamAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<JsonNode> UntilAsync(StreamReader lines, string type)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])! is var told && (string)told["type"]! == type)
                return told;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private async Task<Guid?> GreetingAsync(string query, params (string Name, string Value)[] headers)
    {
        using var socket = await OpenSocketAsync(query, headers);
        var greeting = (await NextAsync(socket)).ShouldNotBeNull();
        ((string)greeting["type"]!).ShouldBe("connected");
        return (Guid?)greeting["payload"]!["user_id"];
    }

    private async Task<ClientWebSocket> OpenSocketAsync(string query, params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        await socket.ConnectAsync(new Uri($"ws://{fixture.System.Url.Authority}/api/ws{query}"), CancellationToken.None);
        return socket;
    }

    private static async Task<JsonNode?> NextAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count));
    }
}
