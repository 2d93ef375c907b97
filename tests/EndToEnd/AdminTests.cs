using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>What an operator sees and decides at the gateway, and what comes of it in the services that it concerns.</summary>
public sealed partial class AdminTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private static readonly string[] UserFields =
    [
        "id", "username", "email", "avatar_url", "tier", "is_banned", "ban_reason", "total_generations", "quota_used", "quota_limit", "created_at", "last_login_at",
    ];

    [Fact]
    public async Task Users_SearchedByTier_AreListedWithWhatThreeServicesKnow()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var admin = fixture.Operator;
        await MakeAsync(user);

        var listed = await FindAsync(admin, account, "&tier=free");
        listed.AsObject().Select(static field => field.Key).ShouldBe(["users", "total", "limit", "offset", "has_more"]);
        ((int)listed["total"]!, (int)listed["limit"]!, (int)listed["offset"]!, (bool)listed["has_more"]!).ShouldBe((1, 50, 0, false));
        var shown = listed["users"]!.AsArray().ShouldHaveSingleItem()!;
        shown.AsObject().Select(static field => field.Key).ShouldBe(UserFields);
        ((Guid)shown["id"]!, (string)shown["email"]!, (string)shown["tier"]!, (bool)shown["is_banned"]!).ShouldBe((account.Id, account.Email, "free", false));
        ((int)shown["total_generations"]!, (int)shown["quota_used"]!, (int)shown["quota_limit"]!).ShouldBe((1, 1, 50));
        JsonNode.DeepEquals(await admin.GetJsonAsync($"/api/admin/users/{account.Id}"), shown).ShouldBeTrue();

        (await FindAsync(admin, account, "&tier=pro")).ToJsonString().ShouldBe("""{"users":[],"total":0,"limit":50,"offset":0,"has_more":false}""");
    }

    [Fact]
    public async Task Tier_Set_IsBillingsAndItsLimitsHoldAtOnce()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        using var admin = fixture.Operator;
        (await LimitAsync(key)).ShouldBe("10");
        using var response = await admin.PutAsJsonAsync($"/api/admin/users/{account.Id}/tier", new { tier = "pro", reason = "asked for it" });
        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;

        answer.AsObject().Select(static field => field.Key).ShouldBe(["success", "message", "user"]);
        ((bool)answer["success"]!, (string)answer["message"]!, (string)answer["user"]!["tier"]!).ShouldBe((true, "User tier updated to pro", "pro"));
        ((string)(await user.GetJsonAsync("/v1/billing/balance"))["tier"]!).ShouldBe("pro");
        await Calls.EventuallyAsync(async () => await LimitAsync(key) == "500", "the gateway counts by the new tier");
        ((int)(await FindAsync(admin, account, "&tier=pro"))["total"]!).ShouldBe(1);
        ((int)(await FindAsync(admin, account, "&tier=free"))["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Quota_ScaledAndReset_IsSeenByTheUserAndByNobodyElse()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var stranger = (await fixture.System.SignUpAsync()).Client;
        using var admin = fixture.Operator;
        await MakeAsync(user);
        await MakeAsync(stranger);

        using var scaled = await admin.PutAsJsonAsync($"/api/admin/users/{account.Id}/quota", new { quota_multiplier = 2.0 });
        var answer = (await scaled.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)answer["message"]!, (int)answer["user"]!["quota_limit"]!).ShouldBe(("User quota multiplier updated to 2.0", 100));
        (await DayAsync(user), await DayAsync(stranger)).ShouldBe(((1, 100), (1, 50)));

        using var reset = await admin.PostAsJsonAsync($"/api/admin/quota/reset/{account.Id}", new { reason = "our fault" });
        JsonNode.DeepEquals(await reset.ShouldBeAsync(HttpStatusCode.OK), JsonNode.Parse(
            $$"""{"success":true,"message":"Quota reset for user {{account.Id}}","new_quota":0}""")).ShouldBeTrue();
        (await DayAsync(user), await DayAsync(stranger)).ShouldBe(((0, 100), (1, 50)));
    }

    [Fact]
    public async Task Announcement_Made_IsANotificationOfTheUsersItIsFor()
    {
        var (account, other) = (await fixture.System.SignUpAsync(), await fixture.System.SignUpAsync());
        using var user = account.Client;
        using var stranger = other.Client;
        using var admin = fixture.Operator;
        using var moved = await admin.PutAsJsonAsync($"/api/admin/users/{account.Id}/tier", new { tier = "enterprise" });
        await moved.ShouldBeAsync(HttpStatusCode.OK);
        using var response = await admin.PostAsJsonAsync(
            "/api/admin/announcements", new { title = "Tonight", content = "We move house.", type = "warning", target_tiers = new[] { "enterprise" } });
        var made = (await response.ShouldBeAsync(HttpStatusCode.OK))!["announcement"]!;
        made.AsObject().Select(static field => field.Key).ShouldBe(["id", "title", "content", "type", "is_active", "starts_at", "ends_at", "target_tiers", "created_at"]);

        await Calls.EventuallyAsync(async () => (int)(await user.GetJsonAsync("/api/notifications/unread-count"))["unread_count"]! == 1, "the user is told");
        var told = (await user.GetJsonAsync("/api/notifications"))["notifications"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)told["title"]!, (string)told["message"]!, (string)told["data"]!["announcement_id"]!).ShouldBe(("Tonight", "We move house.", (string)made["id"]!));
        ((int)(await stranger.GetJsonAsync("/api/notifications/unread-count"))["unread_count"]!).ShouldBe(0);
    }

    private static async Task MakeAsync(HttpClient user)
    {
        using var response = await user.PostAsJsonAsync("/api/generate", new { prompt = "a hill" });
        await response.ShouldBeAsync(HttpStatusCode.OK);
    }

    private static Task<JsonNode> FindAsync(HttpClient admin, TestAccount account, string filter) =>
        admin.GetJsonAsync($"/api/admin/users?search={account.Email[..20]}{filter}");

    private static async Task<(int Used, int Limit)> DayAsync(HttpClient user)
    {
        var day = await user.GetJsonAsync("/api/quota");
        return ((int)day["used"]!, (int)day["limit"]!);
    }

    /// <summary>How many generations an hour holds, as the gateway says when one begins.</summary>
    private static async Task<string> LimitAsync(HttpClient key)
    {
        using var response = await key.GenerateAsync(new { prompt = "a hill" });
        return response.Headers.GetValues("X-RateLimit-Limit").Single();
    }
}
