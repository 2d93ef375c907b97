using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>An account that orders batches, follows its events by a stream and a socket that break, and has its webhooks delivered.</summary>
internal sealed class BatchCaller(Guid accountId, HttpClient client, SocketFollower socket)
{
    private readonly StreamFollower _stream = new(client);
    private long _last = long.MaxValue;
    private string? _callbackSecret;
    private string? _task;

    public HttpClient Client => client;

    public Guid AccountId => accountId;

    public static async Task<BatchCaller> SignUpAsync(BatchFixture fixture)
    {
        var account = await fixture.System.SignUpAsync();
        await fixture.System.ChangeTierAsync(account.Id, Tiers.PayAsYouGo);
        var key = (await account.CreateKeyAsync()).Text;
        var client = fixture.System.ClientWith(key);
        using var created = await client.PostAsJsonAsync("/v1/webhooks", new { url = fixture.Receiver.Address });
        var webhook = (await created.Content.ReadFromJsonAsync<JsonNode>())!;
        created.IsSuccessStatusCode.ShouldBeTrue(webhook.ToJsonString());
        fixture.Receiver.Trust((string)webhook["secret"]!);
        return new BatchCaller(account.Id, client, new SocketFollower(() => fixture.System.Url, key));
    }

    /// <summary>Where the image that it ordered by itself is posted.</summary>
    public string CallbackPath { get; } = $"/callbacks/{Guid.NewGuid():n}";

    /// <summary>Orders one image whose end is posted, repeated until it was taken.</summary>
    public async Task OrderAsync(BatchFixture fixture)
    {
        var body = new { prompt = $"item of its own {Guid.NewGuid():n}", callbackUrl = new Uri(fixture.Receiver.Address, CallbackPath) };
        await Calls.EventuallyAsync(async () =>
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/nano-banana/generate") { Content = JsonContent.Create(body) };
                request.Headers.Add("Idempotency-Key", "callback");
                using var response = await client.SendAsync(request);
                if (response.StatusCode != HttpStatusCode.Accepted)
                    return false;
                var order = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
                (_task, _callbackSecret) = ((string)order["taskId"]!, (string)order["callbackSecret"]!);
                return true;
            }
            catch (HttpRequestException)
            {
                // The process that had it was killed.
                return false;
            }
        }, "an image is ordered", seconds: 90);
    }

    /// <summary>At least once, whoever died in between, and signed with what the order was answered.</summary>
    public async Task ShouldHaveBeenCalledBackAsync(WebhookReceiver receiver)
    {
        List<ReceivedWebhook> posted = [];
        await Calls.EventuallyAsync(() =>
        {
            posted = [.. receiver.Received.Where(delivery => delivery.Path == CallbackPath)];
            return Task.FromResult(posted.Count > 0);
        }, "the image is posted", seconds: 180);
        posted.ShouldAllBe(delivery => (string?)delivery.Json["taskId"] == _task);
        posted.ShouldAllBe(delivery => WebhookReceiver.Signers(
            new[] { _callbackSecret! }, delivery.Id, delivery.Headers["webhook-timestamp"], Encoding.UTF8.GetBytes(delivery.Body), delivery.Headers["webhook-signature"]).Count == 1);
    }

    /// <summary>Until the last event is known and seen.</summary>
    public Task FollowAsync(CancellationToken enough) => Task.WhenAll(_stream.RunAsync(IsLast, enough), socket.RunAsync(IsLast, enough));

    public void Expect(long last) => Volatile.Write(ref _last, last);

    /// <summary>From the first to the last, each once.</summary>
    public void ShouldHaveSeenAllOnce()
    {
        var all = Enumerable.Range(1, (int)Volatile.Read(ref _last)).Select(static number => (long)number).ToList();
        _stream.Seen.ShouldBe(all);
        socket.Seen.ShouldBe(all);
        _stream.Connections.ShouldBeGreaterThan(2);
        socket.Connections.ShouldBeGreaterThan(2);
    }

    private bool IsLast(long sequence) => sequence >= Volatile.Read(ref _last);
}
