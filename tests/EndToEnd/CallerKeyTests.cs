using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Testing.Emulators;

namespace NanoBanana.EndToEnd;

/// <summary>A caller who brings a Google key of their own: it is used for that call, and neither their balance nor our key is.</summary>
public sealed class CallerKeyTests : IClassFixture<CallerKeyFixture>
{
    private const string TheirKey = CallerKeyFixture.TheirKey;
    private readonly GeminiEmulator _gemini;
    private readonly NanoBananaSystem _system;

    public CallerKeyTests(CallerKeyFixture fixture)
    {
        (_gemini, _system) = (fixture.Gemini, fixture.System);
        _gemini.Switchboard.Reset();
    }

    [Fact]
    public async Task OwnKey_OfNobodyInParticular_MakesAnImageThatNobodyPays()
    {
        using var client = _system.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", TheirKey);

        using var response = await client.PostAsJsonAsync("/api/generate", new { prompt = "  a beautiful sunset  ", settings = new { aspect_ratio = "1:1" } });

        var made = (await response.ShouldBeAsync(HttpStatusCode.OK))!;
        ((string)made["provider"]!, (string)made["model"]!, (string)made["mode"]!, (string)made["prompt"]!)
            .ShouldBe(("google", "gemini-nano-banana-2.1", "basic", "a beautiful sunset"));
        ((string)made["image"]!["filename"]!).ShouldStartWith("basic_");
        ((string)made["image"]!["filename"]!).ShouldEndWith("_a_beautiful_sunset.png");
        ((int)made["image"]!["width"]!, (int)made["image"]!["height"]!).ShouldBe((1024, 1024));
        _gemini.Switchboard.Requests.ShouldHaveSingleItem().Headers["x-goog-api-key"].ShouldBe(TheirKey);
        using var image = await client.GetAsync(new Uri((string)made["image"]!["url"]!));
        image.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OwnKey_OfASignedInUser_ChargesNothingAndTheCircuitStaysClosed()
    {
        var account = await _system.SignUpAsync();
        using var user = account.Client;
        user.DefaultRequestHeaders.Add("X-API-Key", TheirKey);
        using (var made = await user.PostAsJsonAsync("/api/generate", new { prompt = "mine" }))
            await made.ShouldBeAsync(HttpStatusCode.OK);
        user.DefaultRequestHeaders.Remove("X-API-Key");
        user.DefaultRequestHeaders.Add("X-API-Key", "AIza-wrong-key");
        using (var refused = await user.PostAsJsonAsync("/api/generate", new { prompt = "mine" }))
            refused.IsSuccessStatusCode.ShouldBeFalse();
        user.DefaultRequestHeaders.Remove("X-API-Key");

        var balance = await user.GetJsonAsync("/v1/billing/balance");
        ((long)balance["available"]!, (long)balance["held"]!).ShouldBe((1000, 0));
        var health = await user.GetJsonAsync("/api/generate/providers/google/health");
        health["models"]!.AsArray().ShouldAllBe(static model => (string)model!["circuit"]! == "closed");
        var list = await user.GetJsonAsync("/v1/generations");
        list["items"]!.AsArray().Count.ShouldBe(2);
        list.ToJsonString().ShouldNotContain(TheirKey);
    }

    [Theory]
    [InlineData("/v1/generate")]
    [InlineData("/v1/quotes")]
    [InlineData("/v1/generations")]
    public async Task OwnKey_WhereNoneIsTaken_IsAnInvalidKey(string path)
    {
        using var client = _system.CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", TheirKey);
        using var response = path == "/v1/generations"
            ? await client.GetAsync(new Uri(path, UriKind.Relative))
            : await client.PostAsJsonAsync(path, new { prompt = "x" });
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task HeaderOfOurs_SentByACaller_IsDropped()
    {
        using var client = _system.CreateClient();
        client.DefaultRequestHeaders.Add("X-NanoBanana-Caller-Key", TheirKey);
        using var response = await client.PostAsJsonAsync("/api/generate", new { prompt = "x" });
        ((string)(await response.ShouldBeAsync(HttpStatusCode.Unauthorized))!["detail"]!).ShouldBe("Authentication required");
        _gemini.Switchboard.Count.ShouldBe(0);
    }

    [Fact]
    public async Task LabCall_OnTheAccount_IsChargedAndBadSettingsAreNamed()
    {
        using var client = await (await _system.SignUpAsync()).KeyClientAsync();
        client.DefaultRequestHeaders.Add("X-Provider", "sandbox");
        using (var made = await client.PostAsJsonAsync("/api/generate", new { prompt = "a wide one", settings = new { resolution = "2K" } }))
        {
            var body = (await made.ShouldBeAsync(HttpStatusCode.OK))!;
            ((string)body["settings"]!["aspect_ratio"]!, (string)body["settings"]!["safety_level"]!).ShouldBe(("16:9", "moderate"));
            ((int)body["image"]!["width"]! / (double)(int)body["image"]!["height"]!).ShouldBe(16.0 / 9, 0.03);
        }

        var balance = await client.GetJsonAsync("/v1/billing/balance");
        ((long)balance["available"]!).ShouldBe(39_970);
        using var bad = await client.PostAsJsonAsync("/api/generate", new { prompt = "   ", settings = new { resolution = "8K", aspect_ratio = "2:1" } });
        var errors = (await bad.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]!.AsArray();
        errors.Select(static error => (string)error!["field"]!)
            .ShouldBe(["body -> prompt", "body -> settings -> aspect_ratio", "body -> settings -> resolution"]);
    }
}

/// <summary>The emulator knows a caller's key only: a call with ours would be refused.</summary>
public sealed class CallerKeyFixture : GeminiFixture
{
    public const string TheirKey = "AIzaTheCallersOwnKey-0123456789";

    protected override string KnownKey => TheirKey;

    protected override string OurKey => "our-own-google-key";
}
