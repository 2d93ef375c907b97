using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.Gateway.Tests;

/// <summary>The Lab's health answers, over everything that can be away.</summary>
public sealed class LabHealthTests
{
    private const string Unwell = """{"status": "unhealthy", "latency_ms": 2, "error": "postgres://user:secret@10.0.0.7:5432 refused"}""";

    [Fact]
    public async Task AllWell_EachEndpoint_IsHealthy()
    {
        await using var setup = await HealthSetup.StartAsync();

        foreach (var path in new[] { "/api/health", "/api/health/live", "/api/health/ready" })
        {
            var body = (await setup.GetAsync(path)).AsObject();
            body.Select(static pair => pair.Key).ShouldBe(["status", "timestamp"]);
            ((string)body["status"]!, ((string)body["timestamp"]!)[^1]).ShouldBe(("healthy", 'Z'));
        }

        var detailed = (await setup.GetAsync("/api/health/detailed")).AsObject();
        detailed.Select(static pair => pair.Key).ShouldBe(["status", "timestamp", "version", "environment", "uptime_seconds", "components"]);
        ((string)detailed["status"]!).ShouldBe("healthy");
        ((string)detailed["components"]!["redis"]!["details"]!["version"]!).ShouldMatch(@"^\d+\.\d+");
        foreach (var name in new[] { "redis", "services" })
            ((double)detailed["components"]![name]!["latency_ms"]!).ShouldBeGreaterThanOrEqualTo(0);
        detailed["components"]!["services"]!["details"]!.ToJsonString().ShouldBe("""{"identity":"healthy","keys":"healthy","generation":"healthy","billing":"healthy"}""");
        detailed["components"]!["database"]!.ToJsonString().ShouldBe(
            """{"status":"healthy","latency_ms":1.5,"error":null,"details":{"identitydb":"healthy","keysdb":"healthy","generationdb":"healthy","billingdb":"healthy"}}""");
        detailed["components"]!["image_store"]!.ToJsonString().ShouldBe("""{"status":"healthy","latency_ms":0.2,"error":null,"details":{"backend":"s3"}}""");
        detailed["components"]!["r2_storage"]!.ToJsonString().ShouldBe("""{"status":"healthy","latency_ms":0.2,"error":null,"details":{"backend":"s3"}}""");
        detailed["components"]!["gemini_api"]!.ToJsonString().ShouldBe("""{"status":"healthy","latency_ms":null,"error":null,"details":{"configured":true}}""");
    }

    [Fact]
    public async Task OnlyProcessOfAServiceStops_Ready_Is503()
    {
        await using var setup = await HealthSetup.StartAsync();
        setup.Says[("billing", "serving")] = """{"status": "unhealthy", "latency_ms": 0, "error": "This process stops."}""";

        (await setup.GetAsync("/api/health/ready", HttpStatusCode.ServiceUnavailable))["status"]!.GetValue<string>().ShouldBe("unhealthy");
        var services = (await setup.GetAsync("/api/health/detailed"))["components"]!["services"]!;
        services["details"]!.ToJsonString().ShouldBe("""{"identity":"healthy","keys":"healthy","generation":"healthy","billing":"unhealthy"}""");
    }

    [Fact]
    public async Task DatabaseDown_Ready_Is503AndTellsNoAddress()
    {
        await using var setup = await HealthSetup.StartAsync();
        setup.Says[("keys", "keysdb")] = Unwell;

        using var ready = await setup.Client.GetAsync(new Uri("/api/health/ready", UriKind.Relative));

        (await ready.ShouldBeAsync(HttpStatusCode.ServiceUnavailable))!["status"]!.GetValue<string>().ShouldBe("unhealthy");
        (ready.Headers.RetryAfter!.Delta, ready.Headers.CacheControl!.NoStore).ShouldBe((TimeSpan.FromSeconds(1), true));
        (await setup.GetAsync("/api/health/live"))["status"]!.GetValue<string>().ShouldBe("healthy");
        var detailed = await setup.GetAsync("/api/health/detailed");
        ((string)detailed["status"]!).ShouldBe("unhealthy");
        detailed["components"]!["database"]!.ToJsonString().ShouldBe(
            """{"status":"unhealthy","latency_ms":null,"error":"No answer from keysdb","details":{"identitydb":"healthy","keysdb":"unhealthy","generationdb":"healthy","billingdb":"healthy"}}""");
        var older = await setup.GetAsync("/api/v1/health");
        ((string)older["status"]!, (string)older["database_status"]!).ShouldBe(("unhealthy", "disconnected"));
        foreach (var body in new[] { detailed, older, await setup.GetAsync("/ready") })
        {
            body.ToJsonString().ShouldNotContain("10.0.0.7");
            body.ToJsonString().ShouldNotContain("secret");
        }
    }

    [Theory]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task ServiceDown_Ready_Is503UnlessAnotherCopyLives(bool isReplicated, HttpStatusCode status)
    {
        await using var setup = await HealthSetup.StartAsync(dead: "generation", isReplicated: isReplicated);

        await setup.GetAsync("/api/health/ready", status);

        var components = (await setup.GetAsync("/api/health/detailed"))["components"]!;
        ((string?)components["services"]!["error"]).ShouldBe(isReplicated ? null : "No answer from generation");
        ((string)components["database"]!["details"]!["generationdb"]!).ShouldBe(isReplicated ? "healthy" : "unknown");
        ((string?)components["r2_storage"]!["error"]).ShouldBe(isReplicated ? null : "Not known while generation does not answer");
        ((string?)components["gemini_api"]!["error"]).ShouldBe(isReplicated ? null : "Not known while generation does not answer");
    }

    [Fact]
    public async Task AnswerOfSomethingElse_Ready_Is503()
    {
        await using var setup = await HealthSetup.StartAsync();
        setup.Strange = "billing";

        await setup.GetAsync("/api/health/ready", HttpStatusCode.ServiceUnavailable);
        var detailed = await setup.GetAsync("/api/health/detailed");
        ((string)detailed["components"]!["services"]!["details"]!["billing"]!).ShouldBe("unhealthy");
        detailed.ToJsonString().ShouldNotContain("10.0.0.7");
    }

    [Theory]
    [InlineData("image_store", """{"status": "unhealthy", "latency_ms": 3, "error": "/var/images is full", "details": {"backend": "s3"}}""", "r2_storage", "The image store does not accept writes")]
    [InlineData("image_store", """{"status": "healthy", "latency_ms": 3, "error": null, "details": {"backend": "local"}}""", "r2_storage", "R2 storage not configured")]
    [InlineData("gemini_api", """{"status": "healthy", "latency_ms": 0, "error": null, "details": {"configured": false}}""", "gemini_api", "Gemini API key not configured")]
    public async Task OptionalPartAway_IsDegradedAndReadyNevertheless(string check, string says, string component, string error)
    {
        await using var setup = await HealthSetup.StartAsync();
        setup.Says[("generation", check)] = says;

        await setup.GetAsync("/api/health/ready");
        var detailed = await setup.GetAsync("/api/health/detailed");

        ((string)detailed["status"]!).ShouldBe("degraded");
        ((string)detailed["components"]![component]!["status"]!, (string)detailed["components"]![component]!["error"]!).ShouldBe(("degraded", error));
        detailed.ToJsonString().ShouldNotContain("/var");
    }

    [Fact]
    public async Task RedisDown_IsDegradedAndReadyNevertheless()
    {
        await using var setup = await HealthSetup.StartAsync(redis: "127.0.0.1:9");

        await setup.GetAsync("/api/health/ready");
        var detailed = await setup.GetAsync("/api/health/detailed");

        ((string)detailed["status"]!).ShouldBe("degraded");
        detailed["components"]!["redis"]!.ToJsonString().ShouldBe("""{"status":"degraded","latency_ms":null,"error":"Redis does not answer","details":null}""");
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("text/html,application/xhtml+xml", HttpStatusCode.Redirect)]
    public async Task Root_Asked_TellsProgramsWhatItIsAndShowsPeopleTheDocs(string accept, HttpStatusCode status)
    {
        await using var setup = await HealthSetup.StartAsync();
        setup.Client.DefaultRequestHeaders.Add("Accept", accept);

        using var response = await setup.Client.GetAsync(new Uri("/", UriKind.Relative));

        response.StatusCode.ShouldBe(status);
        if (status == HttpStatusCode.Redirect)
        {
            response.Headers.Location!.OriginalString.ShouldBe("/docs");
            return;
        }

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        body.Select(static pair => pair.Key).ShouldBe(["name", "version", "docs", "health"]);
        ((string)body["name"]!, (string)body["docs"]!, (string)body["health"]!).ShouldBe(("NanoBanana", "/docs", "/api/health"));
    }
}
