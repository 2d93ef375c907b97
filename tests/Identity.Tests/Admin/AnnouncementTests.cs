using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Announcements;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>What operators tell becomes a notification of each user whom it is for, once.</summary>
public sealed class AnnouncementTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    [Fact]
    public async Task Announced_IsToldToEveryUserOnceAndAudited()
    {
        var users = new[] { await application.RegisterAsync(), await application.RegisterAsync() };
        var made = (await AnnounceAsync(new { title = " Maintenance ", content = "On Sunday", type = "warning" }))!["announcement"]!;
        made.AsObject().Select(static field => field.Key)
            .ShouldBe(["id", "title", "content", "type", "is_active", "starts_at", "ends_at", "target_tiers", "created_at"]);
        ((string)made["title"]!, (string)made["type"]!, (bool)made["is_active"]!, made["target_tiers"]).ShouldBe(("Maintenance", "warning", true, null));
        await DeliverAllAsync();
        await DeliverAllAsync();
        foreach (var user in users)
        {
            using var client = user.Client();
            var told = Mine(await client.GetFromJsonAsync<JsonNode>("/api/notifications?type=announcement"), made).ShouldHaveSingleItem()!;
            ((string)told["title"]!, (string)told["message"]!, (string)told["data"]!["level"]!).ShouldBe(("Maintenance", "On Sunday", "warning"));
        }

        (await application.QueryAsync("SELECT action || ' ' || outcome FROM identity.audit WHERE target = $1", (string)made["id"]!)).ShouldBe("announcement.create done");
    }

    [Fact]
    public async Task TargetTiers_TellOnlyTheirUsers()
    {
        var (paying, free) = (await application.RegisterAsync(), await application.RegisterAsync());
        await application.QueryAsync("UPDATE identity.users SET tier = 'hobby' WHERE id = $1", paying.UserId);
        var made = (await AnnounceAsync(new { title = "For some", content = "of you", target_tiers = new[] { "starter", "pro" } }))!["announcement"]!;
        made["target_tiers"]!.ToJsonString().ShouldBe("""["starter","pro"]""");
        await DeliverAllAsync();
        using var one = paying.Client();
        using var other = free.Client();
        Mine(await one.GetFromJsonAsync<JsonNode>("/api/notifications?type=announcement"), made).Count().ShouldBe(1);
        Mine(await other.GetFromJsonAsync<JsonNode>("/api/notifications?type=announcement"), made).ShouldBeEmpty();
    }

    [Fact]
    public async Task BeforeItsStartAndAfterItsEnd_NobodyIsTold()
    {
        var user = await application.RegisterAsync();
        var later = (await AnnounceAsync(new { title = "Later", content = "x", starts_at = TimeProvider.System.GetUtcNow().AddHours(1) }))!["announcement"]!;
        var over = (await AnnounceAsync(new { title = "Over", content = "x", ends_at = TimeProvider.System.GetUtcNow().AddHours(1) }))!["announcement"]!;
        await application.QueryAsync(
            "UPDATE identity.announcements SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour', finished_at = NULL, told_up_to = '00000000-0000-0000-0000-000000000000' WHERE id = $1",
            Guid.Parse((string)over["id"]!));
        await application.QueryAsync("DELETE FROM identity.notifications WHERE data ->> 'announcement_id' = $1", (string)over["id"]!);
        await DeliverAllAsync();
        using var client = user.Client();
        var told = await client.GetFromJsonAsync<JsonNode>("/api/notifications?type=announcement");
        Mine(told, later).ShouldBeEmpty();
        Mine(told, over).ShouldBeEmpty();
        (await application.QueryAsync("SELECT finished_at IS NULL FROM identity.announcements WHERE id = $1", Guid.Parse((string)later["id"]!))).ShouldBe(true);
        (await application.QueryAsync("SELECT finished_at IS NULL FROM identity.announcements WHERE id = $1", Guid.Parse((string)over["id"]!))).ShouldBe(false);
    }

    [Fact]
    public async Task TwoProcesses_TellEverybodyOnce()
    {
        await application.QueryAsync("""
            INSERT INTO identity.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp, concurrency_stamp)
            SELECT gen_random_uuid(), 'many' || n, 'MANY' || n, 'many' || n || '@example.com', 'MANY' || n || '@EXAMPLE.COM', false, '', '' FROM generate_series(1, 2500) AS n
            ON CONFLICT DO NOTHING
            """);
        await using var second = await IdentityApplication.StartAsync(application.Database);
        var made = (await AnnounceAsync(new { title = "To all", content = "x" }))!["announcement"]!;
        var id = (string)made["id"]!;
        await Task.WhenAll(DeliverAllAsync(), DeliverAllAsync(second));
        await DeliverAllAsync();
        for (var tries = 0; (bool)(await application.QueryAsync("SELECT finished_at IS NULL FROM identity.announcements WHERE id = $1", Guid.Parse(id)))! && tries < 100; tries++)
            await Task.Delay(100);
        (await application.QueryAsync("SELECT count(*) = (SELECT count(*) FROM identity.users WHERE created_at <= (SELECT created_at FROM identity.announcements WHERE id = $1)) AND count(*) = count(DISTINCT account_id) FROM identity.notifications WHERE data ->> 'announcement_id' = $2",
            Guid.Parse(id), id)).ShouldBe(true);
    }

    private static IEnumerable<JsonNode?> Mine(JsonNode? list, JsonNode announcement) =>
        list!["notifications"]!.AsArray().Where(one => (string?)one!["data"]!["announcement_id"] == (string)announcement["id"]!);

    private async Task DeliverAllAsync(TestService? service = null)
    {
        var delivery = (service ?? application.Service).Services.GetRequiredService<AnnouncementDelivery>();
        while (await delivery.DeliverAsync(CancellationToken.None))
        {
        }
    }

    private async Task<JsonNode?> AnnounceAsync(object body)
    {
        using var client = application.Service.ClientFor(new Principal { Kind = PrincipalKind.MasterKey, AccountId = Guid.NewGuid(), KeyId = Guid.NewGuid(), IsAdmin = true });
        using var response = await client.PostAsJsonAsync("/api/admin/announcements", body);
        return await response.ShouldBeAsync(HttpStatusCode.OK);
    }
}
