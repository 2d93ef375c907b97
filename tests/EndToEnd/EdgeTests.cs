using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>What every answer of the gateway carries, whatever the route.</summary>
public sealed partial class EdgeTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Theory]
    [InlineData("my-id_1.2", true)]
    [InlineData("with space", false)]
    [InlineData("", false)]
    public async Task RequestId_Sent_IsEchoedWhenAcceptable(string id, bool isEchoed)
    {
        using var client = fixture.System.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-ID", id);
        using var response = await client.GetAsync(new Uri("/v1/keys", UriKind.Relative));
        var answered = response.Headers.GetValues("X-Request-ID").Single();
        (answered == id).ShouldBe(isEchoed);
        answered.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task EveryAnswer_Sent_CarriesTheSecurityHeadersAndNoServerName()
    {
        using var client = fixture.System.CreateClient();
        foreach (var path in new[] { "/health", "/v1/keys", "/v1/nothing", "/docs/index.html" })
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], path);
            response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"], path);
            response.Headers.Contains("Content-Security-Policy").ShouldBeTrue(path);
            response.Headers.Contains("Server").ShouldBeFalse(path);
        }
    }

    [Theory]
    [InlineData("http://localhost:3001", true)]
    [InlineData("https://evil.example", false)]
    public async Task Browser_FromAnOrigin_IsLetInOnlyWhenListed(string origin, bool isAllowed)
    {
        using var client = fixture.System.CreateClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/generate");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var response = await client.SendAsync(preflight);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(isAllowed);
        using var refused = new HttpRequestMessage(HttpMethod.Get, "/v1/keys");
        refused.Headers.Add("Origin", origin);
        using var answer = await client.SendAsync(refused);
        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(isAllowed);
        if (isAllowed)
            answer.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("X-RateLimit-Remaining");
    }

    [Fact]
    public async Task Health_Asked_SaysWhatTheFamiliesExpect()
    {
        using var client = fixture.System.CreateClient();
        var health = await client.GetJsonAsync("/health");
        health.AsObject().Select(static pair => pair.Key).ShouldBe(["status", "timestamp", "uptime", "environment", "version"]);
        ((string)health["status"]!).ShouldBe("healthy");
        ((string)health["timestamp"]!).ShouldMatch(@"\.\d{3}Z$");

        // Services that are asked for the first time on a busy machine may take longer than the second that they are given.
        var database = await client.GetJsonAsync("/api/v1/health");
        for (var tries = 0; (string)database["database_status"]! != "connected" && tries < 10; tries++)
        {
            await Task.Delay(1_000);
            database = await client.GetJsonAsync("/api/v1/health");
        }

        ((string)database["database_status"]!).ShouldBe("connected");
        database.AsObject().ContainsKey("uptime_seconds").ShouldBeTrue();
    }

    [Fact]
    public async Task EleventhTestOfAWebhook_InAMinute_IsRefusedForTheAccountAlone()
    {
        var account = await fixture.System.SignUpAsync();
        using var key = await account.KeyClientAsync();
        using var user = account.Client;
        var path = new Uri($"/v1/webhooks/wh_{Guid.NewGuid():d}/test", UriKind.Relative);
        for (var i = 0; i < 10; i++)
        {
            using var answered = await (i % 2 == 0 ? key : user).PostAsync(path, content: null);
            answered.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var refused = await key.PostAsync(path, content: null);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        using var other = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var another = await other.PostAsync(path, content: null);
        another.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Docs_Opened_DescribeEveryPublicRouteAndNoInternalOne()
    {
        using var client = fixture.System.CreateClient();
        (await client.GetStringAsync(new Uri("/docs/index.html", UriKind.Relative))).ShouldContain("swagger-ui");
        var document = await client.GetJsonAsync("/openapi.json");
        ((string)document["openapi"]!).ShouldStartWith("3.1");
        var routes = document["paths"]!.AsObject()
            .SelectMany(static path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).ToList();
        routes.ShouldContain("POST /v1/generate");
        routes.ShouldContain("DELETE /v1/keys/{key_id}");
        routes.ShouldContain("GET /v1/usage/summary");
        routes.ShouldContain("GET /health");
        routes.ShouldAllBe(static route => !route.Contains("/internal/"));
    }

    [Fact]
    public async Task CommittedDocument_Compared_IsWhatTheServicesSay()
    {
        using var client = fixture.System.CreateClient();
        var actual = (await client.GetJsonAsync("/openapi.json")).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        var file = Path.Combine(Repository.Root, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("NANOBANANA_ACCEPT_OPENAPI") == "1")
            await File.WriteAllTextAsync(file, actual + "\n");
        JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(file)), JsonNode.Parse(actual))
            .ShouldBeTrue("The API has changed: run the tests with NANOBANANA_ACCEPT_OPENAPI=1 and review the difference of docs/openapi.json.");
    }

    [Fact]
    public async Task ErrorPage_OfAProblem_IsServedWhereItsTypeLeads()
    {
        using var client = fixture.System.CreateClient();
        using var problem = await client.GetAsync(new Uri("/v1/generations", UriKind.Relative));
        var body = (await problem.ShouldBeAsync(HttpStatusCode.Unauthorized))!;
        problem.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((string)body["code"]!).ShouldBe("auth.missing_credential");
        (await client.GetStringAsync(new Uri((string)body["type"]!, UriKind.Relative))).ShouldContain("auth.missing_credential");
    }
}
