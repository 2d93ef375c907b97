using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>What a ban answers the operator and the banned, in each family's words. That it reaches every process and survives crashes is proved in <c>Proofs/BanTests</c>.</summary>
public sealed partial class AdminTests
{
    private const string LabRefusal = """{"success":false,"error":{"code":"authorization_failed","message":"This account is banned"},"detail":"This account is banned"}""";

    [Fact]
    public async Task Banned_IsShownAsSuchAndRefusedEverywhereUntilUnbanned()
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        using var labKey = fixture.System.ClientWith(await LabKeyAsync(user));
        using var admin = fixture.Operator;
        using var response = await admin.PostAsJsonAsync($"/api/admin/users/{account.Id}/ban", new { reason = "spam" });
        var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;

        answer.AsObject().Select(static field => field.Key).ShouldBe(["success", "message", "user"]);
        answer["user"]!.AsObject().Select(static field => field.Key).ShouldBe(UserFields);
        ((bool)answer["success"]!, (string)answer["message"]!, (bool)answer["user"]!["is_banned"]!, (string)answer["user"]!["ban_reason"]!).ShouldBe((true, "User banned", true, "spam"));
        JsonNode.DeepEquals(await admin.GetJsonAsync($"/api/admin/users/{account.Id}"), answer["user"]).ShouldBeTrue();
        await EachIsRefusedAsync(user, key, labKey);
        using var visitor = fixture.System.CreateClient();
        using var login = await visitor.PostAsJsonAsync("/v1/auth/login", new { email = account.Email, password = TestAccount.Password });
        (login.StatusCode, await login.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Forbidden, """{"detail":"This account is banned"}"""));

        using var lifted = await admin.PostAsJsonAsync($"/api/admin/users/{account.Id}/unban", new { reason = "said sorry" });
        var restored = (await lifted.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)restored["message"]!, (bool)restored["user"]!["is_banned"]!, restored["user"]!["ban_reason"]).ShouldBe(("User unbanned", false, null));
        await Calls.EventuallyAsync(async () =>
        {
            using var again = await user.GetAsync(new Uri("/v1/auth/me", UriKind.Relative));
            return again.IsSuccessStatusCode;
        }, "the token of before is good again", seconds: 1);
        await key.GenerateOkAsync(new { prompt = "a hill", size = "256x256" });
        await labKey.GetJsonAsync("/api/history");
        (await admin.GetJsonAsync("/api/admin/system/logs?limit=100"))["logs"]!.AsArray()
            .Where(line => (string)line!["target"]! == account.Id.ToString()).Select(static line => $"{line!["action"]} {line["reason"]}").Order()
            .ShouldBe(["user.ban spam", "user.unban said sorry"]);
    }

    [Fact]
    public async Task Operator_BansThemself_IsRefusedAndMayGoOn()
    {
        using var admin = fixture.Operator;
        var id = (Guid)(await admin.GetJsonAsync("/v1/auth/me"))["id"]!;
        using var response = await admin.PostAsJsonAsync($"/api/admin/users/{id}/ban", new { reason = "oops" });
        await response.ShouldBeAsync(HttpStatusCode.Conflict);
        response.ErrorCode().ShouldBe("identity.self_ban");
        await admin.GetJsonAsync($"/api/admin/users/{id}");
    }

    private static async Task EachIsRefusedAsync(HttpClient user, HttpClient key, HttpClient labKey)
    {
        await Calls.EventuallyAsync(async () =>
        {
            using var response = await user.GetAsync(new Uri("/v1/auth/me", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.Forbidden;
        }, "a token is refused", seconds: 1);

        // Where nobody needs a credential, one that is banned is no nobody's.
        foreach (var (client, method, path, body) in ((HttpClient, string, string, string)[])
        [
            (user, "POST", "/api/auth/refresh", LabRefusal), (user, "GET", "/api/auth/status", LabRefusal), (user, "GET", "/api/quota", LabRefusal),
            (user, "GET", "/v1/keys", """{"detail":"This account is banned"}"""), (key, "POST", "/v1/generate", """{"detail":"This account is banned"}"""),
            (labKey, "POST", "/api/generate", LabRefusal), (key, "GET", "/api/history", LabRefusal), (labKey, "GET", "/api/quota", LabRefusal),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { prompt = "x" }) : null };
            using var response = await client.SendAsync(request);
            (response.StatusCode, await response.Content.ReadAsStringAsync(), response.ErrorCode()).ShouldBe((HttpStatusCode.Forbidden, body, "identity.account_banned"), $"{method} {path}");
        }

        using var kie = await key.PostAsJsonAsync("/api/nano-banana/generate", new { prompt = "x" });
        var refused = (await kie.ShouldBeAsync(HttpStatusCode.Forbidden))!;
        ((bool)refused["success"]!, (string)refused["error"]!, (string)refused["message"]!).ShouldBe((false, "This account is banned", "This account is banned"));
        using var ours = await key.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        ((string)(await ours.ShouldBeAsync(HttpStatusCode.Forbidden))!["code"]!).ShouldBe("identity.account_banned");
    }

    private static async Task<string> LabKeyAsync(HttpClient user)
    {
        using var response = await user.PostAsJsonAsync("/api/auth/api-keys", new { name = "Gallery" });
        return (string)(await response.ShouldBeAsync(HttpStatusCode.OK))!["key"]!;
    }
}
