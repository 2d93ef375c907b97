using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoBanana.EndToEnd;

/// <summary>Everything that is refused before a provider is asked: in the family's shape, naming the field, charging nothing.</summary>
public sealed class RefusalTests(SystemFixture fixture) : IClassFixture<SystemFixture>
{
    [Theory]
    [InlineData("""{}""", "prompt", "missing")]
    [InlineData("""{"prompt": ""}""", "prompt", "string_too_short")]
    [InlineData("""{"prompt": "x", "size": "7x7"}""", "size", "literal_error")]
    [InlineData("""{"prompt": "x", "style": "cubist"}""", "style", "literal_error")]
    [InlineData("""{"prompt": "x", "n": 0}""", "n", "greater_than_equal")]
    [InlineData("""{"prompt": "x", "n": 5}""", "n", "less_than_equal")]
    [InlineData("""{"prompt": "x", "n": "two"}""", "n", "type_error")]
    [InlineData("""{"prompt": 5}""", "prompt", "type_error")]
    public async Task BadInput_Generate_NamesTheFieldAndCostsNothing(string json, string field, string type)
    {
        var account = await fixture.System.SignUpAsync();
        using var client = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/generate", UriKind.Relative), content);
        var fault = (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["detail"]![0]!;
        fault["loc"]!.ToJsonString().ShouldBe($"""["body","{field}"]""");
        ((string)fault["type"]!).ShouldBe(type);
        (await account.AvailableAsync()).ShouldBe(1000);

        // The allowance of the window is given back as well.
        using var good = await client.GenerateAsync(new { prompt = "fine", size = "256x256" });
        good.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["9"]);
    }

    [Fact]
    public async Task Prompt_AtItsLimit_IsCountedInCharactersNotUnits()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        await client.GenerateOkAsync(new { prompt = string.Concat(Enumerable.Repeat("🍌", 2000)), size = "256x256" });
        using var over = await client.GenerateAsync(new { prompt = string.Concat(Enumerable.Repeat("🍌", 2001)) });
        over.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("not json", HttpStatusCode.UnprocessableEntity)]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    [InlineData("[1,2]", HttpStatusCode.UnprocessableEntity)]
    public async Task UnreadableBody_Generate_IsAFaultOfTheBody(string text, HttpStatusCode status)
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/generate", UriKind.Relative), content);
        ((string)(await response.ShouldBeAsync(status))!["detail"]![0]!["loc"]![0]!).ShouldBe("body");
    }

    [Fact]
    public async Task HugeBody_Generate_Is413InTheFamilysShape()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var response = await client.PostAsJsonAsync("/v1/generate", new { prompt = new string('x', 200_000) });
        ((string)(await response.ShouldBeAsync(HttpStatusCode.RequestEntityTooLarge))!["detail"]!).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task WrongContentType_Generate_Is415InTheFamilysShape()
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var content = new StringContent("prompt=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await client.PostAsync(new Uri("/v1/generate", UriKind.Relative), content);
        await response.ShouldBeAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("a naked child at the beach")]
    [InlineData("N4KED   ch1ld")]
    [InlineData("na\u200Bked ch\u00EDld")]
    public async Task UnsafePrompt_Generate_IsRefusedBeforeAnyMoneyMoves(string prompt)
    {
        var account = await fixture.System.SignUpAsync();
        using var client = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        using var response = await client.GenerateAsync(new { prompt });
        await response.ShouldBeAsync(HttpStatusCode.BadRequest);
        response.ErrorCode().ShouldBe("moderation.prompt_blocked");
        (await account.AvailableAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task EmptyBalance_Generate_IsRefusedWithTheTimeOfItsRenewal()
    {
        var account = await fixture.System.SignUpAsync();
        using var client = fixture.System.ClientWith((await account.CreateKeyAsync()).Text);
        await fixture.System.HoldAsync(account.Id, images: 49);
        using var tooMany = await client.GenerateAsync(new { prompt = "two", n = 2, size = "256x256" });
        ((string)(await tooMany.ShouldBeAsync(HttpStatusCode.TooManyRequests))!["detail"]!).ShouldBe("Monthly image quota exceeded");
        tooMany.ErrorCode().ShouldBe("billing.insufficient_credits");
        tooMany.Headers.RetryAfter!.Delta!.Value.TotalDays.ShouldBeInRange(0, 31);
        await client.GenerateOkAsync(new { prompt = "the last one", size = "256x256" });
        (await account.AvailableAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task EleventhCallOfAFreeKey_WithinTheHour_IsRefusedAndTheNextTierIsNot()
    {
        var account = await fixture.System.SignUpAsync();
        var (_, key) = await account.CreateKeyAsync();
        using var client = fixture.System.ClientWith(key);
        for (var i = 0; i < 10; i++)
            await client.GenerateOkAsync(new { prompt = "again", size = "256x256" });
        using var refused = await client.GenerateAsync(new { prompt = "again", size = "256x256" });
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.TooManyRequests))!["detail"]!).ShouldStartWith("Rate limit exceeded");
        refused.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["0"]);
        DateTimeOffset.Parse(refused.Headers.GetValues("X-RateLimit-Reset").Single(), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeInRange(TimeProvider.System.GetUtcNow().AddMinutes(55), TimeProvider.System.GetUtcNow().AddMinutes(61));
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));

        await fixture.System.ChangeTierAsync(account.Id, "hobby");
        await Calls.EventuallyAsync(async () =>
        {
            using var again = await client.GenerateAsync(new { prompt = "again", size = "256x256" });
            return again.StatusCode == HttpStatusCode.Created;
        }, "the new tier's window holds", seconds: 1);
    }

    [Fact]
    public async Task TwentyFirstSignIn_FromOneAddress_IsRefused()
    {
        using var client = fixture.System.CreateClient();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 21; i++)
        {
            last?.Dispose();
            last = await client.PostAsJsonAsync("/v1/auth/login", new { email = "not an address", password = "x" });
        }

        last.ShouldNotBeNull();
        await last.ShouldBeAsync(HttpStatusCode.TooManyRequests);
        last.ErrorCode().ShouldBe("limits.sign_in_exceeded");
        last.Dispose();
        using var elsewhere = fixture.System.CreateClient();
        using var other = await elsewhere.PostAsJsonAsync("/v1/auth/login", new { email = "not an address", password = "x" });
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/generate", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/internal/keys/verify", HttpStatusCode.NotFound)]
    public async Task NoSuchRoute_Asked_AnswersInTheFamilysShape(string method, string path, HttpStatusCode status)
    {
        using var client = await (await fixture.System.SignUpAsync()).KeyClientAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request);
        var body = (JsonObject)(await response.ShouldBeAsync(status))!;
        body.ContainsKey("detail").ShouldBeTrue();
    }
}
