using System.Net;
using System.Net.Http.Json;
using StackExchange.Redis;

namespace NanoBanana.EndToEnd;

/// <summary>The limits of the Lab's routes as a caller meets them at the gateway.</summary>
public sealed class LabLimitTests(LabLimitFixture fixture) : IClassFixture<LabLimitFixture>
{
    [Fact]
    public async Task Nobody_Generating_IsServedOnceInTheCooldownByTheirAddress()
    {
        using var here = fixture.System.CreateClient();
        using var there = fixture.System.CreateClient();
        using var made = await here.PostAsJsonAsync("/api/generate", new { prompt = "a lighthouse" });
        var body = (await made.ShouldBeAsync(HttpStatusCode.OK))!;
        using (var image = await there.GetAsync(new Uri((string)body["image"]!["url"]!)))
            image.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var soon = await here.PostAsJsonAsync("/api/generate", new { prompt = "a lighthouse" });
        ((string)(await soon.ShouldBeAsync(HttpStatusCode.TooManyRequests))!["error"]!["code"]!).ShouldBe("quota_exceeded");
        ((int)(await here.GetJsonAsync("/api/quota"))["used"]!, (int)(await there.GetJsonAsync("/api/quota"))["used"]!).ShouldBe((1, 0));

        // A header that could pass for the gateway's own moves nobody to another address.
        here.DefaultRequestHeaders.Add("X-NanoBanana-Account", Guid.NewGuid().ToString());
        ((int)(await here.GetJsonAsync("/api/quota"))["used"]!).ShouldBe(1);
        here.DefaultRequestHeaders.Add("X-API-Key", "the-caller's-own-key");
        ((int)(await here.GetJsonAsync("/api/quota"))["used"]!).ShouldBe(0);
    }

    [Fact]
    public async Task KeysCall_ThatBroughtNothing_CountsAsARequestAndNotInTheHour()
    {
        var account = await fixture.System.SignUpAsync();
        var (keyId, text) = await account.CreateKeyAsync();
        using var key = fixture.System.ClientWith(text);
        using var invalid = await key.PostAsJsonAsync("/api/generate", new { prompt = "" });
        await invalid.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        using var made = await key.PostAsJsonAsync("/api/generate", new { prompt = "a lighthouse" });
        await made.ShouldBeAsync(HttpStatusCode.OK);
        made.Headers.GetValues("X-RateLimit-Limit").Single().ShouldBe("10");

        using var redis = await ConnectionMultiplexer.ConnectAsync(await TestServers.Redis);
        (await redis.GetDatabase().SortedSetLengthAsync($"nanobanana:limit:requests:{account.Id:n}")).ShouldBe(2);
        (await redis.GetDatabase().SortedSetLengthAsync($"nanobanana:limit:hourly:{keyId:n}")).ShouldBe(1);
    }

    [Fact]
    public async Task AccountAndItsKeys_OverTheWindow_AreOneCaller()
    {
        var account = await fixture.System.SignUpAsync();
        using var key = await account.KeyClientAsync();
        using var user = account.Client;
        for (var i = 0; i < LabLimitFixture.Requests; i++)
            await (i % 2 == 0 ? key : user).GetJsonAsync("/api/quota");
        foreach (var client in new[] { key, user })
        {
            using var refused = await client.GetAsync(new Uri("/api/quota", UriKind.Relative));
            await refused.ShouldBeAsync(HttpStatusCode.TooManyRequests);
        }

        await user.GetJsonAsync("/v1/billing/balance");
    }
}

/// <summary>A system with a cooldown that no slow machine outlasts, and fewer requests than usual.</summary>
public sealed class LabLimitFixture : IAsyncLifetime
{
    public const int Requests = 12;

    public NanoBananaSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await NanoBananaSystem.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Anonymous:Allowed"] = "true",
        ["Quota:CooldownSeconds"] = "600",
        ["Quota:DailyLimit"] = "50",
        ["RateLimits:Requests"] = $"{Requests}",
    });

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
