using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace NanoBanana.EndToEnd;

/// <summary>The Banatie family through the gateway: from the first key of an installation to its revocation.</summary>
public sealed class BanatieTests : IAsyncLifetime
{
    private const string TextToImage = "/api/text-to-image";
    private const string Enhance = "/api/enhance";
    private NanoBananaSystem _system = null!;
    private HttpClient _nobody = null!;

    public async ValueTask InitializeAsync()
    {
        _system = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["RateLimits:Requests"] = "60" });
        _nobody = _system.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _nobody.Dispose();
        await _system.DisposeAsync();
    }

    [Fact]
    public async Task NewInstallation_FromItsFirstKeyToAProjectsImage()
    {
        using var master = await BootstrapAsync();
        using (var again = await _nobody.PostAsync(new Uri("/api/bootstrap/initial-key", UriKind.Relative), content: null))
            await ShouldBeAsync(again, HttpStatusCode.Forbidden, """{"success":false,"error":"Bootstrap not allowed","message":"API keys already exist. Use /api/admin/keys to create new keys."}""");
        var (id, key, project) = await ProjectAsync(master);

        using var first = await project.PostAsJsonAsync(TextToImage, new { prompt = "a red bicycle", filename = "bicycle" });
        var image = (await first.ShouldBeAsync(HttpStatusCode.OK))!["data"]!;
        ((string)image["filename"]!, (string)image["filepath"]!).ShouldBe(("bicycle.png", "results/bicycle.png"));
        (await _nobody.GetByteArrayAsync(new Uri((string)image["url"]!))).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        (first.Headers.GetValues("X-RateLimit-Limit").Single(), first.Headers.GetValues("X-RateLimit-Remaining").Single()).ShouldBe(("100", "99"));
        first.Headers.GetValues("X-RateLimit-Reset").Single().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");

        // A master key opens what is for operators, a project's does not.
        (await master.GetJsonAsync("/api/admin/users"))["users"].ShouldNotBeNull();
        var logs = (await master.GetJsonAsync("/api/admin/system/logs"))["logs"]!.AsArray();
        logs.Select(static line => (string)line!["action"]!).ShouldContain("key.create");
        using (var refused = await project.GetAsync(new Uri("/api/admin/keys", UriKind.Relative)))
            await ShouldBeAsync(refused, HttpStatusCode.Forbidden, """{"success":false,"error":"Master key required","message":"Admin privileges required"}""");

        var info = await project.GetJsonAsync("/api/info");
        ((bool)info["authenticated"]!, (string)info["keyInfo"]!["type"]!, (string)info["keyInfo"]!["projectId"]!).ShouldBe((true, "project", "shop"));
        ((string)info["keyInfo"]!["expiresAt"]!).ShouldMatch(@"\.\d{3}Z$");

        using (var revoked = await master.DeleteAsync(new Uri($"/api/admin/keys/{id}", UriKind.Relative)))
            await revoked.ShouldBeAsync(HttpStatusCode.OK);
        await Calls.EventuallyAsync(async () =>
        {
            using var response = await project.PostAsJsonAsync(Enhance, new { prompt = "a lake" });
            return response.StatusCode == HttpStatusCode.Unauthorized;
        }, "the key is refused");
        using var refusal = await project.PostAsJsonAsync(Enhance, new { prompt = "a lake" });
        await ShouldBeAsync(refusal, HttpStatusCode.Unauthorized, """{"success":false,"error":"Invalid API key","message":"API key has been revoked"}""");
        (await refusal.Content.ReadAsStringAsync()).ShouldNotContain(key);
    }

    [Fact]
    public async Task Key_ExpiredUnknownMalformedOrMissing_Is401InTheFamilysWords()
    {
        using var master = await BootstrapAsync();
        var (id, key, _) = await ProjectAsync(master);
        await using (var database = NpgsqlDataSource.Create(_system.Database("keysdb")))
        await using (var command = database.CreateCommand("UPDATE keys.api_keys SET expires_at = now() WHERE id = $1"))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Guid.Parse(id) });
            await command.ExecuteNonQueryAsync();
        }

        foreach (var (text, error, message) in new[]
        {
            (key, "Invalid API key", "API key has expired"),
            ("bnt_" + new string('0', 64), "Invalid API key", "Invalid API key"),
            ("bnt_short", "Invalid API key", "Invalid API key format"),
            (null, "Missing API key", "Not authenticated"),
        })
        {
            using var client = _system.CreateClient();
            if (text is not null)
                client.DefaultRequestHeaders.Add("X-API-Key", text);
            foreach (var (method, path) in new[] { ("POST", TextToImage), ("POST", Enhance), ("GET", "/api/admin/keys"), ("POST", "/api/admin/keys") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { prompt = "abc" }) : null };
                using var response = await client.SendAsync(request);
                await ShouldBeAsync(response, HttpStatusCode.Unauthorized, $$"""{"success":false,"error":"{{error}}","message":"{{message}}"}""");
            }
        }
    }

    [Fact]
    public async Task Info_WithoutAKey_TellsWhatThereIs()
    {
        (await _nobody.GetStringAsync(new Uri("/api/info", UriKind.Relative))).ShouldBe(
            $$$"""
            {"name":"Banatie - Nano Banana Image Generation API","version":"{{{(string)(await _nobody.GetJsonAsync("/health"))["version"]!}}}","description":"REST API service for AI-powered image generation using Gemini Flash Image model","endpoints":{"GET /health":"Health check","GET /api/info":"API information","POST /api/generate":"Generate images from text prompt with optional reference images","POST /api/text-to-image":"Generate images from text prompt only (JSON)","POST /api/enhance":"Enhance and optimize prompts for better image generation"},"limits":{"maxFileSize":"5MB","maxFiles":3,"supportedFormats":["PNG","JPEG","JPG","WebP"]}}
            """);
        using var bad = _system.ClientWith("nb_live_" + new string('0', 32));
        using (var refused = await bad.GetAsync(new Uri("/api/info", UriKind.Relative)))
            await ShouldBeAsync(refused, HttpStatusCode.Unauthorized, """{"success":false,"error":"Invalid API key","message":"Invalid API key"}""");

        var account = await _system.SignUpAsync();
        using var user = account.Client;
        var known = await user.GetJsonAsync("/api/info");
        ((bool)known["authenticated"]!, known["keyInfo"]).ShouldBe((true, null));
        using var key = _system.ClientWith((await account.CreateKeyAsync()).Text);
        (await key.GetJsonAsync("/api/info"))["keyInfo"]!.ToJsonString().ShouldBe("""{"type":"user","projectId":null,"expiresAt":null}""");
    }

    [Fact]
    public async Task HourOfAKey_AndMinuteOfAUserWithoutOne_AreLimited()
    {
        using var master = await BootstrapAsync();
        var (_, _, project) = await ProjectAsync(master);
        await ShouldEndAfterAsync(project, 100);

        // What a key's hour is for keys, the minute of an account is for its token: enhancing costs no credits.
        using var user = (await _system.SignUpAsync()).Client;
        await ShouldEndAfterAsync(user, 60);
    }

    [Fact]
    public async Task Dashboards_OfTheFamily_MayCallFromABrowser()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, TextToImage);
        request.Headers.Add("Origin", "http://localhost:3001");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "x-api-key,content-type");
        using var response = await _nobody.SendAsync(request);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:3001"]);
    }

    [Fact]
    public async Task Method_Wrong_OrBodyTooLarge_IsRefusedInTheFamilysWords()
    {
        using var master = await BootstrapAsync();
        using var wrong = await master.GetAsync(new Uri(TextToImage, UriKind.Relative));
        ((string)(await wrong.ShouldBeAsync(HttpStatusCode.MethodNotAllowed))!["error"]!).ShouldBe("Method Not Allowed");
        using var huge = await master.PostAsJsonAsync(TextToImage, new { prompt = new string('x', 70_000), filename = "x" });
        ((string)(await huge.ShouldBeAsync(HttpStatusCode.BadRequest))!["error"]!).ShouldBe("The request body is too large");
    }

    private static async Task ShouldEndAfterAsync(HttpClient client, int most)
    {
        for (var i = 0; i < most; i++)
        {
            using var response = await client.PostAsJsonAsync(Enhance, new { prompt = "a lake" });
            await response.ShouldBeAsync(HttpStatusCode.OK);
        }

        using var refused = await client.PostAsJsonAsync(Enhance, new { prompt = "a lake" });
        await ShouldBeAsync(refused, HttpStatusCode.TooManyRequests, """{"success":false,"error":"Rate limit exceeded","message":"Rate limit exceeded. Try again later."}""");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["0"]);
    }

    private async Task<HttpClient> BootstrapAsync()
    {
        using var made = await _nobody.PostAsync(new Uri("/api/bootstrap/initial-key", UriKind.Relative), content: null);
        var client = _system.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", (string)(await made.ShouldBeAsync(HttpStatusCode.Created))!["apiKey"]!);
        return client;
    }

    private async Task<(string Id, string Key, HttpClient Client)> ProjectAsync(HttpClient master)
    {
        using var made = await master.PostAsJsonAsync("/api/admin/keys", new { type = "project", projectId = "shop" });
        var body = (await made.ShouldBeAsync(HttpStatusCode.Created))!;
        var client = _system.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", (string)body["apiKey"]!);
        return ((string)body["metadata"]!["id"]!, (string)body["apiKey"]!, client);
    }

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string body)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(body)).ShouldBeTrue($"{text} is not {body}");
    }
}
