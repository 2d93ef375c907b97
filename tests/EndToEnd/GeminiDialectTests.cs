using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>The Gemini dialect through the gateway: where its key may stand, and what of it counts.</summary>
public sealed class GeminiDialectTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    private const string Path = "/gemini/v1beta/models/sandbox-1:generateContent";

    [Fact]
    public async Task KeyInEachPlaceOfGooglesClients_MakesAnImage()
    {
        var (_, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();
        using var nobody = fixture.System.CreateClient();
        using var bearer = fixture.System.ClientWith(key);
        using var header = fixture.System.CreateClient();
        header.DefaultRequestHeaders.Add("x-goog-api-key", key);
        foreach (var (client, query) in new[] { (nobody, "?key=" + key), (bearer, ""), (header, ""), (header, "?KEY=" + key) })
        {
            using var response = await SendAsync(client, "a lighthouse", query);
            var answer = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
            Convert.FromBase64String((string)answer["candidates"]![0]!["content"]!["parts"]![0]!["inlineData"]!["data"]!).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        }

        using var models = await nobody.GetAsync(new Uri("/gemini/v1beta/models?pageSize=1&key=" + key, UriKind.Relative));
        (await models.ShouldBeAsync(HttpStatusCode.OK))!["models"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task KeyInGooglesPlaces_OpensNothingElse()
    {
        var (_, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();
        using var client = fixture.System.CreateClient();
        client.DefaultRequestHeaders.Add("x-goog-api-key", key);
        foreach (var path in new[] { "/v1/generations", "/api/favorites", "/v1/billing/balance" })
        {
            using var response = await client.GetAsync(new Uri($"{path}?key={key}", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    [Theory]
    [InlineData("", "auth.missing_key")]
    [InlineData("?key=AIzaSyGooglesOwn", "auth.malformed_key")]
    [InlineData("?key=nb_live_00000000000000000000000000000000", "auth.unknown_key")]
    public async Task BadKey_IsRefusedInGooglesShape(string query, string code)
    {
        using var client = fixture.System.CreateClient();
        using var response = await SendAsync(client, "x", query);
        var error = (await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["error"]!;
        ((string)error["status"]!, (string)error["details"]![0]!["metadata"]!["code"]!, response.ErrorCode()).ShouldBe(("UNAUTHENTICATED", code, code));
    }

    [Fact]
    public async Task TwoDifferentKeys_AreRefused()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        var (_, other) = await account.CreateKeyAsync();
        using var client = fixture.System.CreateClient();
        client.DefaultRequestHeaders.Add("x-goog-api-key", key);
        using var response = await SendAsync(client, "x", "?key=" + other);
        await response.ShouldBeAsync(HttpStatusCode.Unauthorized);
        response.ErrorCode().ShouldBe("auth.conflicting_credentials");
    }

    [Fact]
    public async Task RefusalThatIsAnAnswer_TakesNothingOfTheHour()
    {
        var (_, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();
        using var client = fixture.System.ClientWith(key);
        var before = await LeftAfterAsync(client, "a lighthouse");
        (await LeftAfterAsync(client, "naked child")).ShouldBe(before - 1);
        (await LeftAfterAsync(client, "another lighthouse")).ShouldBe(before - 1);
    }

    [Fact]
    public async Task RouteThatIsNone_IsNotFoundInGooglesShape()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        foreach (var path in new[] { "/gemini/v1beta/files", "/gemini/v2/models" })
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            ((string)(await response.ShouldBeAsync(HttpStatusCode.NotFound))!["error"]!["status"]!).ShouldBe("NOT_FOUND", path);
        }
    }

    private static async Task<int> LeftAfterAsync(HttpClient client, string prompt)
    {
        using var response = await SendAsync(client, prompt, "");
        await response.ShouldBeAsync(HttpStatusCode.OK);
        return int.Parse(response.Headers.GetValues("X-RateLimit-Remaining").Single(), CultureInfo.InvariantCulture);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string text, string query) => client.PostAsJsonAsync(
        new Uri(Path + query, UriKind.Relative), new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) }) });
}
