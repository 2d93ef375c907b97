using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Principals;
using NanoBanana.Identity.Announcements;

namespace NanoBanana.Identity.Tests.Admin;

/// <summary>An announcement is listed, changed and switched off; nothing is told twice and nothing that was told changes.</summary>
public sealed class AnnouncementChangeTests(IdentityApplication application) : IClassFixture<IdentityApplication>
{
    private static readonly string[] Fields = ["id", "title", "content", "type", "is_active", "starts_at", "ends_at", "target_tiers", "created_at"];

    [Fact]
    public async Task NotBegunYet_Changed_TellsWhatItSaysThen()
    {
        var user = await application.RegisterAsync();
        var made = await MakeAsync(new { title = "Old", content = "x", starts_at = Hours(1) });
        var changed = await ChangeAsync(made, new { title = " New ", content = "y", type = "critical", starts_at = Hours(-1), ends_at = Hours(2), target_tiers = new[] { "free", "starter" } });
        changed.AsObject().Select(static field => field.Key).ShouldBe(Fields);
        ((string)changed["title"]!, (string)changed["content"]!, (string)changed["type"]!, (bool)changed["is_active"]!).ShouldBe(("New", "y", "critical", true));
        changed["target_tiers"]!.ToJsonString().ShouldBe("""["free","starter"]""");
        ((string)changed["created_at"]!).ShouldBe((string)made["created_at"]!);
        await DeliverAsync();
        ((await ToldAsync(user, made)).Single() is var told && (string)told!["title"]! == "New" && (string)told["data"]!["level"]! == "critical").ShouldBeTrue();
        (await application.QueryAsync("SELECT action || ' ' || (detail ->> 'title') || ' ' || (detail ->> 'content_length') FROM identity.audit WHERE target = $1 AND action <> 'announcement.create'",
            (string)made["id"]!)).ShouldBe("announcement.change New 1");
    }

    [Fact]
    public async Task ToldAlready_Changed_IsNotToldAgainAndWhatWasToldStays()
    {
        var user = await application.RegisterAsync();
        var made = await MakeAsync(new { title = "Once", content = "x" });
        await DeliverAsync();
        await ChangeAsync(made, new { title = "Twice", starts_at = Hours(-1), ends_at = Hours(5) });
        await ChangeAsync(made, new { is_active = false });
        await ChangeAsync(made, new { is_active = true, ends_at = (string?)null });
        await DeliverAsync();
        ((string)(await ToldAsync(user, made)).ShouldHaveSingleItem()!["title"]!).ShouldBe("Once");
    }

    [Fact]
    public async Task SwitchedOff_TellsNobodyUntilItIsSwitchedOn()
    {
        var user = await application.RegisterAsync();
        var made = await MakeAsync(new { title = "Maybe", content = "x", starts_at = Hours(1) });
        ((bool)(await ChangeAsync(made, new { is_active = false, starts_at = Hours(-1) }))["is_active"]!).ShouldBeFalse();
        await DeliverAsync();
        (await ToldAsync(user, made)).ShouldBeEmpty();
        ((bool)(await ChangeAsync(made, new { is_active = true }))["is_active"]!).ShouldBeTrue();
        await DeliverAsync();
        (await ToldAsync(user, made)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task EndedBeforeItWasTold_ProlongedOrUnbounded_GoesOn()
    {
        var user = await application.RegisterAsync();
        var made = await MakeAsync(new { title = "Late", content = "x", starts_at = Hours(1), ends_at = Hours(2) });
        await application.QueryAsync("UPDATE identity.announcements SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE id = $1", IdOf(made));
        await DeliverAsync();
        (await application.QueryAsync("SELECT finished_at IS NOT NULL FROM identity.announcements WHERE id = $1", IdOf(made))).ShouldBe(true);

        ((bool)(await ChangeAsync(made, new { title = "Later" }))["is_active"]!).ShouldBeFalse();
        await DeliverAsync();
        (await ToldAsync(user, made)).ShouldBeEmpty();
        ((bool)(await ChangeAsync(made, new { ends_at = (string?)null }))["is_active"]!).ShouldBeTrue();
        await DeliverAsync();
        ((string)(await ToldAsync(user, made)).ShouldHaveSingleItem()!["title"]!).ShouldBe("Later");
    }

    [Fact]
    public async Task LeftOut_Stays_AndNullTakesAway()
    {
        var made = await MakeAsync(new { title = "a", content = "b", type = "warning", starts_at = Hours(1), ends_at = Hours(2), target_tiers = new[] { "pro" } });
        var same = await ChangeAsync(made, new { });
        JsonNode.DeepEquals(same, made).ShouldBeTrue(same.ToJsonString());
        var changed = await ChangeAsync(made, new { title = (string?)null, ends_at = (string?)null, target_tiers = (string[]?)null });
        ((string)changed["title"]!, (string)changed["type"]!, changed["ends_at"], changed["target_tiers"]).ShouldBe(("a", "warning", null, null));
    }

    [Theory]
    [InlineData("""{"title":" "}""", "body -> title")]
    [InlineData("""{"content":""}""", "body -> content")]
    [InlineData("""{"type":"loud"}""", "body -> type")]
    [InlineData("""{"target_tiers":[]}""", "body -> target_tiers")]
    [InlineData("""{"target_tiers":["gold"]}""", "body -> target_tiers")]
    [InlineData("""{"ends_at":"2020-01-01T00:00:00Z"}""", "body -> ends_at")]
    [InlineData("""{"starts_at":"2999-01-01T00:00:00Z"}""", "body -> starts_at")]
    [InlineData("""{"starts_at":"2999-01-01T00:00:00Z","ends_at":"2998-01-01T00:00:00Z"}""", "body -> ends_at")]
    [InlineData("""{"is_active":"perhaps"}""", "body -> is_active")]
    public async Task BadChange_NamesTheFieldAndChangesNothing(string body, string field)
    {
        var made = await MakeAsync(new { title = "a", content = "b", starts_at = Hours(1), ends_at = Hours(2) });
        using var response = await PutAsync((string)made["id"]!, body);
        ((string)(await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]![0]!["field"]!).ShouldBe(field);
        JsonNode.DeepEquals(await ChangeAsync(made, new { }), made).ShouldBeTrue();
    }

    [Theory]
    [InlineData(200, 5_000, HttpStatusCode.OK)]
    [InlineData(201, 1, HttpStatusCode.UnprocessableEntity)]
    [InlineData(1, 5_001, HttpStatusCode.UnprocessableEntity)]
    public async Task LongestTexts_InCharactersOfFourBytes_AreTaken(int title, int content, HttpStatusCode expected)
    {
        var made = await MakeAsync(new { title = "a", content = "b", starts_at = Hours(1) });
        var (longTitle, longContent) = (string.Concat(Enumerable.Repeat("🍌", title)), string.Concat(Enumerable.Repeat("🍌", content)));
        using var response = await PutAsync((string)made["id"]!, new JsonObject { ["title"] = longTitle, ["content"] = longContent }.ToJsonString());
        var answer = await response.ShouldBeAsync(expected);
        if (expected == HttpStatusCode.OK)
            ((string)answer!["announcement"]!["content"]!).ShouldBe(longContent);
    }

    private static DateTimeOffset Hours(int number) => TimeProvider.System.GetUtcNow().AddHours(number);

    private static Guid IdOf(JsonNode announcement) => (Guid)announcement["id"]!;

    private HttpClient Operator => application.Service.ClientFor(new Principal { Kind = PrincipalKind.MasterKey, AccountId = Guid.NewGuid(), KeyId = Guid.NewGuid(), IsAdmin = true });

    private async Task DeliverAsync()
    {
        var delivery = application.Service.Services.GetRequiredService<AnnouncementDelivery>();
        while (await delivery.DeliverAsync(CancellationToken.None))
        {
        }
    }

    private static async Task<IReadOnlyList<JsonNode?>> ToldAsync(SignedIn user, JsonNode announcement)
    {
        using var client = user.Client();
        var list = await client.GetFromJsonAsync<JsonNode>("/api/notifications?type=announcement&limit=100");
        return [.. list!["notifications"]!.AsArray().Where(one => (string?)one!["data"]!["announcement_id"] == (string)announcement["id"]!)];
    }

    private async Task<JsonNode> MakeAsync(object body)
    {
        using var client = Operator;
        using var response = await client.PostAsJsonAsync("/api/admin/announcements", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!["announcement"]!;
    }

    private async Task<JsonNode> ChangeAsync(JsonNode announcement, object body)
    {
        using var client = Operator;
        using var response = await client.PutAsJsonAsync($"/api/admin/announcements/{announcement["id"]}", body);
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!["announcement"]!;
    }

    private async Task<HttpResponseMessage> PutAsync(string id, string body)
    {
        using var client = Operator;
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await client.PutAsync(new Uri($"/api/admin/announcements/{id}", UriKind.Relative), content);
    }
}
