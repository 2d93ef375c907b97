using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Generation.Tests.Chat;

/// <summary><c>/api/chat</c>: sessions are begun, listed, shown and deleted by their owners alone.</summary>
public sealed class ChatSessionTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string NotFound =
        """{"success":false,"error":{"code":"session_not_found","message":"Chat session not found"},"detail":"Chat session not found"}""";

    private readonly Guid _account = Guid.NewGuid();

    [Theory]
    [InlineData("{}", "16:9")]
    [InlineData("""{"aspect_ratio":"3:4"}""", "3:4")]
    public async Task Session_Begun_HasTheContractsShape(string body, string ratio)
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.PostAsync(new Uri("/api/chat", UriKind.Relative), Json(body));
        var made = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        made.ToJsonString().ShouldBe($$"""{"session_id":"{{made["session_id"]}}","aspect_ratio":"{{ratio}}","created_at":"{{made["created_at"]}}"}""");
        Guid.TryParseExact((string)made["session_id"]!, "D", out _).ShouldBeTrue();
        var shown = await client.JsonAsync($"/api/chat/{made["session_id"]}");
        shown.ToJsonString().ShouldBe($$"""{"session_id":"{{made["session_id"]}}","messages":[],"aspect_ratio":"{{ratio}}"}""");
    }

    [Fact]
    public async Task Ratio_LeftOut_IsWhatTheAccountHasSet()
    {
        using var client = fixture.ClientOf(_account);
        using var set = await client.PutAsJsonAsync("/api/settings", new { preferences = new { default_aspect_ratio = "9:16" } });
        await set.ShouldBeAsync(HttpStatusCode.OK);
        var id = await client.BeginChatAsync(ratio: null);
        ((string)(await client.JsonAsync($"/api/chat/{id}"))["aspect_ratio"]!).ShouldBe("9:16");
    }

    [Fact]
    public async Task Ratio_Unknown_NamesTheField()
    {
        using var client = fixture.ClientOf(_account);
        using var response = await client.PostAsJsonAsync("/api/chat", new { aspect_ratio = "2:1" });
        var body = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!;
        body.ToJsonString().ShouldBe(JsonNode.Parse("""
            {"success":false,"error":{"code":"validation_error","message":"Request validation failed","details":{"errors":[{"field":"body -> aspect_ratio",
            "message":"Input should be '1:1', '16:9', '9:16', '4:3', '3:4'","type":"literal_error"}]}},"detail":"Request validation failed"}
            """)!.ToJsonString());
    }

    [Fact]
    public async Task List_IsByLatestActivity_AndItsTotalExact()
    {
        using var client = fixture.ClientOf(_account);
        (await client.JsonAsync("/api/chat")).ToJsonString().ShouldBe("""{"sessions":[],"total":0}""");
        var first = await client.BeginChatAsync();
        var second = await client.BeginChatAsync();
        await client.SayOkAsync(first, "a red apple");
        var list = await client.JsonAsync("/api/chat");
        ((int)list["total"]!).ShouldBe(2);
        list["sessions"]!.AsArray().Select(static chat => (string)chat!["session_id"]!).ShouldBe([first, second]);
        var newest = list["sessions"]![0]!;
        newest.ToJsonString().ShouldBe(
            $$"""{"session_id":"{{first}}","aspect_ratio":"1:1","message_count":2,"created_at":"{{newest["created_at"]}}","last_activity":"{{newest["last_activity"]}}"}""");
    }

    [Fact]
    public async Task List_OfManySessions_ShowsTheNewestHundredAndCountsAll()
    {
        await fixture.Application.ScalarAsync("""
            INSERT INTO generation.chat_sessions (id, account_id, aspect_ratio, last_activity)
            SELECT gen_random_uuid(), @account, '1:1', now() - make_interval(secs => number) FROM generate_series(1, 150) AS number
            """, ("account", _account));
        using var client = fixture.ClientOf(_account);
        var list = await client.JsonAsync("/api/chat");
        ((int)list["total"]!).ShouldBe(150);
        var times = list["sessions"]!.AsArray().Select(static chat => (DateTimeOffset)chat!["last_activity"]!).ToList();
        times.Count.ShouldBe(100);
        times.ShouldBe(times.OrderDescending());
        await fixture.Application.ScalarAsync("DELETE FROM generation.chat_sessions WHERE account_id = @account AND id IN (SELECT id FROM generation.chat_sessions WHERE account_id = @account LIMIT 60)", ("account", _account));
        ((int)(await client.JsonAsync("/api/chat"))["total"]!).ShouldBe(90);
    }

    [Fact]
    public async Task Session_Deleted_IsGoneWithItsMessages_AndItsImageStaysInTheHistory()
    {
        using var client = fixture.ClientOf(_account);
        var id = await client.BeginChatAsync();
        await client.SayOkAsync(id, "a red apple");
        using var deleted = await client.DeleteAsync(new Uri($"/api/chat/{id}", UriKind.Relative));
        (await deleted.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"success":true,"message":"Chat session deleted"}""");
        await AllMissingAsync(client, id);
        ((int)(await client.JsonAsync("/api/chat"))["total"]!).ShouldBe(0);
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.chat_messages WHERE session_id = @id", ("id", Guid.Parse(id)))).ShouldBe(0L);
        var item = (await client.JsonAsync("/api/history"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)item["mode"]!, (string)item["session_id"]!).ShouldBe(("chat", id));
    }

    [Fact]
    public async Task SessionOfAnother_AnswersAsAMissingOne()
    {
        using var owner = fixture.ClientOf(_account);
        using var other = fixture.ClientOf(Guid.NewGuid());
        var id = await owner.BeginChatAsync();
        await AllMissingAsync(other, id);
        await AllMissingAsync(other, Guid.NewGuid().ToString());
        await AllMissingAsync(other, "no-id");
        (await owner.SaidAsync(id)).ShouldBeEmpty();
        ((int)(await other.JsonAsync("/api/chat"))["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_WhereNobodyIsServed_HasToSignIn()
    {
        using var owner = fixture.ClientOf(_account);
        var id = await owner.BeginChatAsync();
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        foreach (var (method, path) in Calls(id).Prepend((HttpMethod.Post, "/api/chat")).Append((HttpMethod.Get, "/api/chat")))
        {
            using var response = await nobody.SendAsync(Request(method, path));
            (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!.ToJsonString().ShouldBe(
                """{"success":false,"error":{"code":"authentication_failed","message":"Authentication required"},"detail":"Authentication required"}""");
        }
    }

    [Fact]
    public async Task Nobody_WithAKeyOfTheirOwn_HasTheSessionsOfTheirAddressByTheirIdsAlone()
    {
        using var owner = fixture.ClientOf(_account);
        var others = await owner.BeginChatAsync();
        using var nobody = fixture.Instance.ClientFor(Principal.Anonymous);
        nobody.DefaultRequestHeaders.Add(CallerKey.Header, "AIzaSomebodysOwn");
        await AllMissingAsync(nobody, others);
        var own = await nobody.BeginChatAsync();
        using (var found = await nobody.GetAsync(new Uri($"/api/chat/{own}", UriKind.Relative)))
            found.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var list = await nobody.GetAsync(new Uri("/api/chat", UriKind.Relative)))
            (await list.ShouldBeAsync(HttpStatusCode.OK))!.ToJsonString().ShouldBe("""{"sessions":[],"total":0}""");
        nobody.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await AllMissingAsync(nobody, own);
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Calls(string id) =>
        [(HttpMethod.Get, $"/api/chat/{id}"), (HttpMethod.Post, $"/api/chat/{id}/message"), (HttpMethod.Delete, $"/api/chat/{id}")];

    private static async Task AllMissingAsync(HttpClient client, string id)
    {
        foreach (var (method, path) in Calls(id))
        {
            using var response = await client.SendAsync(Request(method, path));
            (await response.ShouldBeAsync(HttpStatusCode.NotFound))!.ToJsonString().ShouldBe(NotFound);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, path) { Content = method == HttpMethod.Post ? Json("""{"message":"hello"}""") : null };

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
