using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>An account that orders batches, follows its events by a stream and a socket that break, and has its webhooks delivered.</summary>
internal sealed class BatchCaller(Guid accountId, HttpClient client, SocketFollower socket)
{
    private readonly StreamFollower _stream = new(client);
    private long _last = long.MaxValue;

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
