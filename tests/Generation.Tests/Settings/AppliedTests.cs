using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Settings;

/// <summary>What an account has set is what its next request goes by, and what the request says itself goes before it.</summary>
public sealed class AppliedTests(SettingsFixture fixture) : IClassFixture<SettingsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task DefaultShape_FillsWhatALabRequestLeavesOut()
    {
        using var client = Client();
        await client.SetAsync(new { preferences = new { default_aspect_ratio = "9:16", default_resolution = "2K" } });
        var filled = await LabAsync(client, new { prompt = "tall" });
        ((string)filled["settings"]!["aspect_ratio"]!, (string)filled["settings"]!["resolution"]!).ShouldBe(("9:16", "2K"));
        ((int)filled["image"]!["height"]! > (int)filled["image"]!["width"]!).ShouldBeTrue();
        var said = await LabAsync(client, new { prompt = "square", settings = new { aspect_ratio = "1:1" } });
        ((string)said["settings"]!["aspect_ratio"]!, (string)said["settings"]!["resolution"]!).ShouldBe(("1:1", "2K"));
    }

    [Fact]
    public async Task DefaultShape_ChangedBetweenACallAndItsRepeat_IsStillOneCall()
    {
        using var client = Client();
        await client.SetAsync(new { preferences = new { default_aspect_ratio = "4:3" } });
        var first = await LabAsync(client, new { prompt = "once" }, "a-key");
        await client.SetAsync(new { preferences = new { default_aspect_ratio = "3:4" } });
        var again = await LabAsync(client, new { prompt = "once" }, "a-key");
        ((string)again["image"]!["url"]!).ShouldBe((string)first["image"]!["url"]!);
        using var different = await client.SendAsync(Request("/api/generate", new { prompt = "once", settings = new { aspect_ratio = "4:3" } }, "a-key"));
        different.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task DefaultProvider_IsAskedFirst_AndAHeaderGoesBeforeIt()
    {
        using var client = Client();
        (await ProviderOfAsync(client)).ShouldBe("google");
        await client.SetAsync(new { preferences = new { default_provider = "sandbox" } });
        (await ProviderOfAsync(client)).ShouldBe("sandbox");
        (await ProviderOfAsync(client, ("X-Provider", "google"))).ShouldBe("google");
    }

    [Fact]
    public async Task Strategy_IsTheAccountsUnlessTheRequestNamesOne()
    {
        using var client = Client();
        await client.SetAsync(new { preferences = new { routing_strategy = "cost" } });
        (await RouteAsync(client))["strategy"]!.GetValue<string>().ShouldBe("cost");
        (await RouteAsync(client, ("X-Routing-Strategy", "quality")))["strategy"]!.GetValue<string>().ShouldBe("quality");
    }

    [Fact]
    public async Task ProviderSwitchedOff_IsNeverAsked()
    {
        using var client = Client();
        await client.SetProvidersAsync(new { provider = "google", enabled = false });
        var route = await RouteAsync(client);
        ProvidersOf(route).ShouldNotContain("google");
        ProvidersOf(await RouteAsync(client, ("X-Provider", "google"))).ShouldNotContain("google");
        await client.SetProvidersAsync(new { provider = "google", enabled = false }, new { provider = "bfl", enabled = false }, new { provider = "sandbox", enabled = false });
        using var refused = await client.SendAsync(Request("/v1/generate", new { prompt = "by nobody" }));
        ((string)(await refused.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["detail"]!).ShouldContain("the account's settings leave out bfl, google, sandbox");
    }

    [Fact]
    public async Task Priorities_OfTheAccount_GoBeforeTheOperators()
    {
        using var client = Client();
        await client.SetProvidersAsync(new { provider = "bfl", priority = 50 }, new { provider = "sandbox", priority = 60 });
        ProvidersOf(await RouteAsync(client)).ShouldBe(["bfl", "sandbox", "google"]);
        await client.PutAsync("/api/settings/providers", new { provider_preferences = new { providers = new[] { new { provider = "bfl", priority = 50 } }, fallback_enabled = false } }, HttpStatusCode.OK);
        ProvidersOf(await RouteAsync(client)).ShouldBe(["bfl"]);
    }

    [Fact]
    public async Task DailyLimitUsedUp_AnotherIsAskedUntilTomorrow()
    {
        using var client = Client();
        await client.SetProvidersAsync(new { provider = "google", max_daily_usage = 2 });
        (await ProviderOfAsync(client)).ShouldBe("google");
        (await ProviderOfAsync(client)).ShouldBe("google");
        (await ProviderOfAsync(client)).ShouldNotBe("google");
        using var other = fixture.Instance.ClientFor(GenerationApplication.KeyOf(Guid.NewGuid()));
        (await ProviderOfAsync(other)).ShouldBe("google");
        await fixture.Application.ScalarAsync("UPDATE generation.jobs SET created_at = created_at - interval '1 day' WHERE account_id = @account", ("account", _account));
        (await ProviderOfAsync(client)).ShouldBe("google");
    }

    [Fact]
    public async Task MaxConcurrentRequests_BoundsWhatRunsOfTheQueue()
    {
        using var client = Client();
        await client.SetAsync(new { api_settings = new { max_concurrent_requests = 2 }, preferences = new { default_provider = "google" } });
        var gate = new TaskCompletionSource();
        fixture.Application.Gemini.Switchboard.Until = gate.Task;
        using var response = await client.SendAsync(Request("/v1/batches", new { items = Enumerable.Range(0, 6).Select(static i => new { prompt = $"item {i}" }) }));
        var batch = (await response.ShouldBeAsync(HttpStatusCode.Accepted))!;
        await RunningAsync(2);
        await Task.Delay(500);
        await RunningAsync(2);
        await client.SetAsync(new { api_settings = new { max_concurrent_requests = 5 } });
        await RunningAsync(5);
        gate.SetResult();
        fixture.Application.Gemini.Switchboard.Until = Task.CompletedTask;
        ((int)JsonNode.Parse(await client.GetStringAsync(new Uri($"{batch["url"]}?wait=20", UriKind.Relative)))!["succeeded"]!).ShouldBe(6);
    }

    private static IEnumerable<string> ProvidersOf(JsonNode route) => route["candidates"]!.AsArray().Select(static step => (string)step!["provider"]!);

    private static HttpRequestMessage Request(string path, object body, string? key = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return request;
    }

    private static async Task<JsonNode> LabAsync(HttpClient client, object body, string? key = null)
    {
        using var response = await client.SendAsync(Request("/api/generate", body, key));
        return (await response.ShouldBeAsync(HttpStatusCode.OK))!;
    }

    private static async Task<string> ProviderOfAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var response = await client.SendAsync(Request("/api/generate", new { prompt = "who makes it" }, null, headers));
        return (string)(await response.ShouldBeAsync(HttpStatusCode.OK))!["provider"]!;
    }

    /// <summary>The route that a quote shows, which is a call's.</summary>
    private static async Task<JsonNode> RouteAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var response = await client.SendAsync(Request("/v1/quotes", new { prompt = "who would make it" }, null, headers));
        return (await response.ShouldBeAsync(HttpStatusCode.Created))!["route"]!;
    }

    private Task RunningAsync(int count) => fixture.Application.EventuallyAsync(
        async () => (int)(await fixture.Application.ScalarAsync("SELECT running FROM generation.accounts WHERE account_id = @account", ("account", _account)))! == count,
        $"{count} jobs run");

    private HttpClient Client() => fixture.Instance.ClientFor(GenerationApplication.KeyOf(_account));
}
