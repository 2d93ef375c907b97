using System.Net;
using System.Net.Http.Json;

namespace NanoBanana.EndToEnd;

/// <summary>Content safety through the gateway: a level of the Lab's decides, and what was blocked is for operators alone.</summary>
public sealed partial class EdgeTests
{
    [Fact]
    public async Task Prompt_BetweenTwoLevels_IsMadeAtOneAndRefusedUnchargedAtTheOther()
    {
        var account = await fixture.System.SignUpAsync();
        using var key = await account.KeyClientAsync();
        using var refused = await key.PostAsJsonAsync("/api/generate", new { prompt = "a naked statue", settings = new { safety_level = "strict" } });
        (await refused.ShouldBeAsync(HttpStatusCode.BadRequest))!.ToJsonString().ShouldBe(
            """{"success":false,"error":{"code":"content_blocked","message":"The prompt was blocked by safety filter"},"detail":"The prompt was blocked by safety filter"}""");
        using var made = await key.PostAsJsonAsync("/api/generate", new { prompt = "a naked statue" });
        ((string)(await made.ShouldBeAsync(HttpStatusCode.OK))!["settings"]!["safety_level"]!).ShouldBe("moderate");
        ((decimal)(await key.GetJsonAsync("/api/analytics/overview"))["total_credits_used"]!).ShouldBe(20m);
    }

    [Theory]
    [InlineData("GET", "logs")]
    [InlineData("GET", "stats")]
    [InlineData("GET", "rules")]
    [InlineData("PUT", "rules")]
    public async Task Moderation_AskedByWhoIsNoOperator_IsRefused(string method, string path)
    {
        var account = await fixture.System.SignUpAsync();
        using var user = account.Client;
        using var key = await account.KeyClientAsync();
        using var nobody = fixture.System.CreateClient();
        foreach (var (client, status, text) in ((HttpClient, HttpStatusCode, string)[])[
            (nobody, HttpStatusCode.Unauthorized, "Authentication required"), (user, HttpStatusCode.Forbidden, "Admin privileges required"),
            (key, HttpStatusCode.Forbidden, "Admin privileges required")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/moderation/" + path);
            if (method == "PUT")
                request.Content = JsonContent.Create(new { keywords = Array.Empty<string>() });
            using var response = await client.SendAsync(request);
            ((string)(await response.ShouldBeAsync(status))!["detail"]!).ShouldBe(text);
        }
    }
}
