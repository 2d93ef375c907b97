using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using NanoBanana.LocalServers;
using NanoBanana.ServiceDefaults.Hosting;

namespace NanoBanana.Gateway.Tests;

/// <summary>The window that requests of the Lab family are counted in; of what lies behind the gateway nothing is there.</summary>
public sealed class RequestWindowTests
{
    private const string Lab = "/api/templates/public";

    [Fact]
    public async Task Requests_OverTheWindow_AreRefusedInTheFamilysShape()
    {
        await using var gateway = await StartAsync(await TestServers.Redis, ("RATE_LIMIT_REQUESTS", "3"), ("RATE_LIMIT_WINDOW", "60"));
        using var client = ClientOf(gateway);
        for (var left = 2; left >= 0; left--)
        {
            using var response = await client.GetAsync(new Uri(Lab, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (response.Headers.GetValues("X-RateLimit-Limit").Single(), response.Headers.GetValues("X-RateLimit-Remaining").Single()).ShouldBe(("3", $"{left}"));
        }

        using var refused = await client.GetAsync(new Uri("/api/prompts/categories", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("""
            {"success":false,"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded. Try again later."},"detail":"Rate limit exceeded. Try again later."}
            """);
        refused.ErrorCode().ShouldBe("limits.rate_exceeded");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        refused.Headers.GetValues("X-RateLimit-Remaining").Single().ShouldBe("0");
        refused.Headers.Contains("X-RateLimit-Reset").ShouldBeTrue();

        using var other = ClientOf(gateway);
        using var admitted = await other.GetAsync(new Uri(Lab, UriKind.Relative));
        admitted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/health/live")]
    [InlineData("/health")]
    [InlineData("/api/history/3f2504e0-4f89-41d3-9a0c-0305e82c3301/image")]
    [InlineData("/v1/images/gen_3f2504e0-4f89-41d3-9a0c-0305e82c3301.png")]
    public async Task HealthAndBytes_AskedOften_AreNotCounted(string path)
    {
        await using var gateway = await StartAsync(await TestServers.Redis, ("RateLimits:Requests", "1"));
        using var client = ClientOf(gateway);
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            response.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
            response.Headers.Contains("X-RateLimit-Limit").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task SwitchedOff_CountsNothing()
    {
        await using var gateway = await StartAsync(await TestServers.Redis, ("RateLimits:Requests", "1"), ("RATE_LIMIT_ENABLED", "false"));
        using var client = ClientOf(gateway);
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync(new Uri(Lab, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
    }

    [Fact]
    public async Task DeadRedis_StillCountsInThisProcess()
    {
        var folder = Directory.CreateTempSubdirectory("nanobanana-dead-").FullName;
        var redis = await LocalRedis.StartAsync(folder, "test-password", durable: false, logFile: null, CancellationToken.None);
        await using var gateway = await StartAsync(redis.ConnectionString, ("RateLimits:Requests", "2"));
        await redis.DisposeAsync();
        using var client = ClientOf(gateway);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await client.GetAsync(new Uri(Lab, UriKind.Relative));
            statuses.Add(response.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]);
    }

    [Theory]
    [InlineData("RateLimits:Requests", "0")]
    [InlineData("RateLimits:WindowSeconds", "0")]
    public async Task WrongSetting_StopsTheStart(string key, string value) =>
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () => await StartAsync(await TestServers.Redis, (key, value)))).Message.ShouldContain(key);

    private static async Task<WebApplication> StartAsync(string redis, params (string Key, string Value)[] own)
    {
        var settings = TestSettings.Common();
        settings.Remove("RateLimits:Requests");
        settings["ConnectionStrings:redis"] = redis;
        settings["Gateway:TrustedProxies"] = "127.0.0.0/8";
        foreach (var service in new[] { "identity", "keys", "billing", "generation" })
            settings[$"services:{service}:http:0"] = "http://127.0.0.1:9";
        foreach (var (key, value) in own)
            settings[key] = value;
        var gateway = ServiceHost.Build(
            "gateway", static builder => builder.AddGatewayService(), static app => app.MapGatewayEndpoints(), ["--urls", "http://127.0.0.1:0"],
            builder => builder.Configuration.AddInMemoryCollection(settings), isEdge: true);
        await gateway.StartAsync();
        return gateway;
    }

    private static HttpClient ClientOf(WebApplication gateway)
    {
        var client = new HttpClient { BaseAddress = new Uri(gateway.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        return client;
    }
}
