using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Notifications;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Announcements;
using NanoBanana.ServiceDefaults.Principals;
using StackExchange.Redis;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>A notification to users who are named, to those of some tiers, or to everybody.</summary>
public sealed class BroadcastTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task NamedUsers_HaveItAtOnceAreTheOnlyOnesAndHearItOnTheirSockets()
    {
        var (first, second, other) = (await application.RegisterAsync(), await application.RegisterAsync(), await application.RegisterAsync());
        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        var heard = new ConcurrentQueue<Guid>();
        await redis.GetSubscriber().SubscribeAsync(AccountPush.ChannelOf(application.Service.Services.GetRequiredService<InternalTokens>().System), (channel, message) =>
        {
            if (AccountPush.TryParse(message!, out var owner, out _, out var payload) && payload.Contains("Only you", StringComparison.Ordinal))
                heard.Enqueue(owner);
        });

        // One twice, and one who does not exist.
        var answer = await SendAsync(new { title = " Only you ", message = "know", user_ids = new[] { first.UserId, second.UserId, first.UserId, Guid.NewGuid() } });

        answer.ToJsonString().ShouldBe("""{"success":true,"message":"Notification sent to 2 users","sent_count":2}""");
        foreach (var user in new[] { first, second })
        {
            var told = (await ToldAsync(user)).ShouldHaveSingleItem()!;
            ((string)told["type"]!, (string)told["title"]!, (string)told["message"]!, (bool)told["is_read"]!).ShouldBe(("system", "Only you", "know", false));
        }

        (await ToldAsync(other)).ShouldBeEmpty();
        for (var i = 0; i < 100 && heard.Count < 2; i++)
            await Task.Delay(20);
        heard.Order().ShouldBe(new[] { first.UserId, second.UserId }.Order());
        var id = (string)(await ToldAsync(first))[0]!["data"]!["broadcast_id"]!;
        (await application.QueryAsync("SELECT action || ' ' || outcome || ' ' || (detail ->> 'users') || ' ' || (detail ->> 'title') FROM identity.audit WHERE target = $1", id))
            .ShouldBe("notification.broadcast done 3 Only you");
        (await application.QueryAsync("SELECT count(*) FROM identity.audit WHERE detail::text LIKE '%know%'")).ShouldBe(0L);
    }

    [Fact]
    public async Task NamedUsersOfATier_AreThoseOfBoth()
    {
        var (paying, free) = (await application.RegisterAsync(), await application.RegisterAsync());
        await application.QueryAsync("UPDATE identity.users SET tier = 'hobby' WHERE id = $1", paying.UserId);
        var answer = await SendAsync(new { title = "a", message = "b", type = "feature", target_tiers = new[] { "starter" }, user_ids = new[] { paying.UserId, free.UserId } });
        ((int)answer["sent_count"]!, (string)answer["message"]!).ShouldBe((1, "Notification sent to 1 user"));
        ((string)(await ToldAsync(paying)).ShouldHaveSingleItem()!["type"]!).ShouldBe("feature");
        (await ToldAsync(free)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tier_IsToldPieceByPieceOnceEachAndIsNoAnnouncement()
    {
        var (member, other) = (await application.RegisterAsync(), await application.RegisterAsync());
        await application.QueryAsync("UPDATE identity.users SET tier = 'enterprise' WHERE id = $1", member.UserId);
        var expected = (long)(await application.QueryAsync("SELECT count(*) FROM identity.users WHERE tier = 'enterprise'"))!;
        var answer = await SendAsync(new { title = "a", message = "b", type = "quota_reset", target_tiers = new[] { "enterprise" } });
        ((long)answer["sent_count"]!).ShouldBe(expected);
        await DeliverAsync();
        await DeliverAsync();
        var told = (await ToldAsync(member)).ShouldHaveSingleItem()!;
        ((string)told["type"]!, told["data"]!.AsObject().Count).ShouldBe(("quota_reset", 1));
        (await ToldAsync(other)).ShouldBeEmpty();

        var id = (string)told["data"]!["broadcast_id"]!;
        using var client = Operator;
        (await client.GetFromJsonAsync<JsonNode>("/api/admin/announcements"))!.ToJsonString().ShouldNotContain(id);
        using var changed = await client.PutAsJsonAsync($"/api/admin/announcements/{id}", new { title = "c" });
        await changed.ShouldBeAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Everybody_IsToldByTheServiceItself()
    {
        var user = await application.RegisterAsync();
        var answer = await SendAsync(new { title = "To all", message = "b", target_tiers = (string[]?)null, user_ids = (string[]?)null });
        ((long)answer["sent_count"]!).ShouldBe((long)(await application.QueryAsync("SELECT count(*) FROM identity.users"))!);
        for (var i = 0; i < 200 && (await ToldAsync(user)).Count == 0; i++)
            await Task.Delay(50);
        (await ToldAsync(user)).Count(static one => (string)one!["title"]! == "To all").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"message":"b"}""", "body -> title")]
    [InlineData("""{"title":"","message":"b"}""", "body -> title")]
    [InlineData("""{"title":"a"}""", "body -> message")]
    [InlineData("""{"title":"a","message":" "}""", "body -> message")]
    [InlineData("""{"title":"a","message":"b","type":"loud"}""", "body -> type")]
    [InlineData("""{"title":"a","message":"b","target_tiers":["gold"]}""", "body -> target_tiers")]
    [InlineData("""{"title":"a","message":"b","target_tiers":[]}""", "body -> target_tiers")]
    [InlineData("""{"title":"a","message":"b","user_ids":[]}""", "body -> user_ids")]
    public async Task BadInput_NamesTheField(string body, string field)
    {
        using var response = await PostAsync(body);
        ((string)(await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]![0]!["field"]!).ShouldBe(field);
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("null")]
    public async Task IdThatIsNone_IsSaidSo(string id)
    {
        using var response = await PostAsync($$"""{"title":"a","message":"b","user_ids":[{{id}}]}""");
        ((string)(await response.ShouldBeAsync(HttpStatusCode.BadRequest))!["detail"]!).ShouldBe("Invalid user ID");
    }

    [Theory]
    [InlineData(1_000, 200, 5_000, HttpStatusCode.OK)]
    [InlineData(1_001, 1, 1, HttpStatusCode.UnprocessableEntity)]
    [InlineData(1, 201, 1, HttpStatusCode.UnprocessableEntity)]
    [InlineData(1, 1, 5_001, HttpStatusCode.UnprocessableEntity)]
    public async Task LimitsAtTheirEnds_HoldInEscapedCharacters(int users, int title, int message, HttpStatusCode expected)
    {
        // The serialiser writes each of these as twelve characters.
        var body = new JsonObject
        {
            ["title"] = string.Concat(Enumerable.Repeat("🍌", title)),
            ["message"] = string.Concat(Enumerable.Repeat("🍌", message)),
            ["user_ids"] = new JsonArray([.. Enumerable.Range(0, users).Select(static _ => JsonValue.Create(Guid.NewGuid().ToString()))]),
        };
        using var response = await PostAsync(body.ToJsonString());
        await response.ShouldBeAsync(expected);
    }

    private HttpClient Operator => application.Service.ClientFor(new Principal { Kind = PrincipalKind.User, AccountId = Guid.NewGuid(), IsAdmin = true });

    private async Task DeliverAsync()
    {
        var delivery = application.Service.Services.GetRequiredService<AnnouncementDelivery>();
        while (await delivery.DeliverAsync(CancellationToken.None))
        {
        }
    }

    private static async Task<IReadOnlyList<JsonNode?>> ToldAsync(SignedIn user)
    {
        using var client = user.Client();
        var list = await client.GetFromJsonAsync<JsonNode>("/api/notifications?limit=100");
        return [.. list!["notifications"]!.AsArray().Where(static one => one!["data"]!["broadcast_id"] is not null)];
    }

    private async Task<JsonNode> SendAsync(object body)
    {
        using var client = Operator;
        using var response = await client.PostAsJsonAsync("/api/admin/notifications/broadcast", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var client = Operator;
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("/api/admin/notifications/broadcast", UriKind.Relative), content);
    }
}
