using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Notifications;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Identity.Tests.Notifications;

/// <summary>What was stored is said to those who hold sockets, once; without Redis it is only stored.</summary>
public sealed class NotificationPushTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task NewOnes_Stored_ArePublishedOnceAndRepetitionsNot()
    {
        using var account = new NotificationClient(application.Service);
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = new ConcurrentQueue<string>();
        var system = application.Service.Services.GetRequiredService<InternalTokens>().System;
        await redis.GetSubscriber().SubscribeAsync(AccountPush.ChannelOf(system), (_, message) =>
        {
            if (AccountPush.TryParse(message!, out var owner, out var type, out var payload) && owner == account.AccountId)
                heard.Enqueue($"{type} {payload}");
        });
        var (first, last) = (account.New("first"), account.New("last"));

        await account.TellAsync(first, first);
        await account.TellAsync(first, last);

        for (var i = 0; i < 100 && heard.Count < 2; i++)
            await Task.Delay(20);
        heard.Select(static one => (string)JsonNode.Parse(one.Split(' ', 2)[1])!["title"]!).ShouldBe(["first", "last"]);
        heard.First().ShouldBe(
            "notification {\"id\":\"" + first.Id + "\",\"type\":\"task_complete\",\"title\":\"first\",\"message\":\"3 of 3 images\",\"data\":{\"task_id\":\"batch_1\"}}");
    }

    [Fact]
    public async Task DeadRedis_Told_IsStoredAtOnce()
    {
        await using var service = await IdentityApplication.StartAsync(application.Database, ("ConnectionStrings:redis", "127.0.0.1:9"));
        using var account = new NotificationClient(service);
        var since = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 10; i++)
            await account.TellAsync(account.New(), account.New());
        TimeProvider.System.GetElapsedTime(since).TotalSeconds.ShouldBeLessThan(5);
        ((int)(await account.GetAsync("/unread-count"))["unread_count"]!).ShouldBe(20);
    }

    [Fact]
    public async Task DeadPostgres_AnyRoute_IsUnavailableAndSaysSo()
    {
        await using var service = await IdentityApplication.StartAsync("Host=127.0.0.1;Port=9;Database=none;Username=nobody;Timeout=1");
        using var account = new NotificationClient(service);
        foreach (var response in new[]
        {
            await account.GetRawAsync(""), await account.GetRawAsync("/unread-count"), await account.GetRawAsync($"/{Guid.NewGuid()}"),
            await account.MarkRawAsync(new { notification_ids = new[] { Guid.NewGuid() } }), await account.DeleteAsync($"{Guid.NewGuid()}"),
        })
        {
            using (response)
            {
                var body = await response.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
                ((string)body!["error"]!["code"]!).ShouldBe("service_unavailable");
                response.Headers.RetryAfter.ShouldNotBeNull();
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("notification {}")]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301 notification")]
    [InlineData("nobody notification {}")]
    public void WhatIsNoPush_Parsed_IsNone(string message) => AccountPush.TryParse(message, out _, out _, out _).ShouldBeFalse();
}
