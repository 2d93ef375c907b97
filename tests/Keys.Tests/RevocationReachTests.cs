using System.Diagnostics;
using System.Net;
using NanoBanana.Contracts.Keys;
using NanoBanana.LocalServers;
using StackExchange.Redis;

namespace NanoBanana.Keys.Tests;

/// <summary>A revoked key must be forgotten everywhere within a second, and a dead Redis must not keep anybody from revoking.</summary>
public sealed class RevocationReachTests(KeysApplication application) : IClassFixture<KeysApplication>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task RevokedKey_AnnouncedToSubscribers_WellWithinASecond()
    {
        using var client = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(client);
        using var subscriber = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = await ListenAsync(subscriber, Invalidation.Key((Guid)key["id"]!));

        var watch = Stopwatch.StartNew();
        (await client.DeleteAsync($"/v1/keys/{key["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await heard.WaitAsync(Patience);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RedisDown_Delete_SucceedsWithoutDelay()
    {
        var redis = await StartRedisAsync();
        await using var service = await KeysApplication.StartAsync(application.Database, redis.ConnectionString);
        using var client = service.ClientFor(KeysApplication.User(Guid.NewGuid()));
        var key = await KeysApplication.CreateKeyAsync(client);
        await redis.DisposeAsync();

        var watch = Stopwatch.StartNew();
        (await client.DeleteAsync($"/v1/keys/{key["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await application.VerifyAsync((string)key["key"]!)).Verdict.ShouldBe(KeyVerdict.Revoked);
    }

    /// <summary>Redis refuses to publish for a while, which unlike a restart leaves the subscriber in its place to hear what comes.</summary>
    [Fact]
    public async Task MessageNotTaken_Revocation_IsAnnouncedOnceRedisTakesIt()
    {
        await using var redis = await StartRedisAsync();
        await using var service = await KeysApplication.StartAsync(application.Database, redis.ConnectionString);
        using var client = service.ClientFor(KeysApplication.User(Guid.NewGuid()));
        var key = await KeysApplication.CreateKeyAsync(client);
        using var subscriber = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var heard = await ListenAsync(subscriber, Invalidation.Key((Guid)key["id"]!));

        await subscriber.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "-publish");
        (await client.DeleteAsync($"/v1/keys/{key["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        heard.IsCompleted.ShouldBeFalse();
        await subscriber.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "+publish");

        await heard.WaitAsync(Patience);
    }

    [Fact]
    public async Task ForeignKey_DeleteRefused_AnnouncesNothing()
    {
        using var owner = application.ClientForNewUser();
        using var stranger = application.ClientForNewUser();
        var key = await KeysApplication.CreateKeyAsync(owner);
        using var subscriber = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = await ListenAsync(subscriber, Invalidation.Key((Guid)key["id"]!));

        (await stranger.DeleteAsync($"/v1/keys/{key["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // A message sent after the refusal arrives: whatever the refusal had sent would have arrived before it.
        var later = await ListenAsync(subscriber, "later");
        await subscriber.GetSubscriber().PublishAsync(Invalidation.Channel, "later");
        await later.WaitAsync(Patience);
        heard.IsCompleted.ShouldBeFalse();
    }

    private static Task<LocalRedis> StartRedisAsync() => LocalRedis.StartAsync(
        Path.Combine("/tmp", $"nanobanana-test-{Environment.ProcessId}-{Guid.NewGuid():n}"),
        "test-password", durable: false, logFile: null, CancellationToken.None);

    private static async Task<Task> ListenAsync(ConnectionMultiplexer subscriber, string message)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await subscriber.GetSubscriber().SubscribeAsync(Invalidation.Channel, (_, value) =>
        {
            if (value == message)
                heard.TrySetResult();
        });
        return heard.Task;
    }
}
