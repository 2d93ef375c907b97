using System.Net;

namespace NanoBanana.EndToEnd;

/// <summary>What operators see of the system as a whole, and set of providers, through the gateway.</summary>
public sealed partial class AdminTests
{
    [Fact]
    public async Task Provider_Disabled_IsSeenInTheListAndInTheLogOfBothServices()
    {
        var account = await fixture.System.SignUpAsync();
        using var admin = fixture.Operator;
        using var tier = await admin.PutAsync(new Uri($"/api/admin/users/{account.Id}/tier", UriKind.Relative), Json("""{"tier":"pro","reason":"a log's line"}"""));
        await tier.ShouldBeAsync(HttpStatusCode.OK);
        foreach (var (act, enabled) in new[] { ("disable", false), ("enable", true) })
        {
            using var response = await admin.PostAsync(new Uri($"/api/admin/providers/sandbox/{act}", UriKind.Relative), content: null);
            ((bool)(await response.ShouldBeAsync(HttpStatusCode.OK))!["provider"]!["enabled"]!).ShouldBe(enabled);
        }

        var log = await admin.GetJsonAsync("/api/admin/system/logs?limit=100");
        log.AsObject().Select(static field => field.Key).ShouldBe(["logs", "limit"]);
        var lines = log["logs"]!.AsArray();
        lines[0]!.AsObject().Select(static field => field.Key).ShouldBe(["id", "service", "at", "actor_id", "key_id", "action", "target", "reason", "detail", "outcome"]);
        lines.Select(static line => (DateTimeOffset)line!["at"]!).ShouldBeInOrder(SortDirection.Descending);
        var moved = lines.Single(line => (string)line!["target"]! == account.Id.ToString())!;
        ((string)moved["service"]!, (string)moved["action"]!, (string)moved["reason"]!, (string)moved["detail"]!["tier"]!).ShouldBe(("identity", "user.tier", "a log's line", "pro"));
        lines.Where(static line => (string)line!["service"]! == "generation").Select(static line => (string)line!["action"]!).Take(2).ShouldBe(["provider.enable", "provider.disable"]);
        ((await admin.GetJsonAsync("/api/admin/system/logs?limit=1"))["logs"]!.AsArray().Count).ShouldBe(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("many")]
    public async Task Logs_WithABadLimit_NameIt(string limit)
    {
        using var admin = fixture.Operator;
        using var response = await admin.GetAsync(new Uri($"/api/admin/system/logs?limit={limit}", UriKind.Relative));
        (await response.ShouldBeAsync(HttpStatusCode.UnprocessableEntity))!["error"]!["details"]!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("query -> limit");
    }

    [Fact]
    public async Task Status_Asked_TellsThatAllAnswer()
    {
        using var admin = fixture.Operator;

        // A component that does not answer in time is told as it is, also where the machine is merely busy.
        var status = await admin.GetJsonAsync("/api/admin/system/status");
        await Calls.EventuallyAsync(async () => (string)(status = await admin.GetJsonAsync("/api/admin/system/status"))["status"]! == "healthy", "all answer in time");
        status.AsObject().Select(static field => field.Key).ShouldBe(["status", "uptime_seconds", "version", "environment", "components"]);
        ((double)status["uptime_seconds"]!).ShouldBeGreaterThan(0);
        status["components"]!.ToJsonString().ShouldBe("""{"redis":"healthy","database":"healthy"}""");
    }

    [Fact]
    public async Task Metrics_Asked_AreThoseOfTheMachineAndOfThisGateway()
    {
        using var admin = fixture.Operator;
        var before = (int)(await admin.GetJsonAsync("/api/admin/system/metrics"))["requests_per_minute"]!;
        for (var i = 0; i < 3; i++)
            await admin.GetJsonAsync("/api/health");
        var metrics = await admin.GetJsonAsync("/api/admin/system/metrics");

        metrics.AsObject().Select(static field => field.Key).ShouldBe(["cpu_percent", "memory_percent", "disk_percent", "active_connections", "requests_per_minute", "average_latency_ms"]);
        foreach (var name in new[] { "cpu_percent", "memory_percent", "disk_percent" })
            ((double)metrics[name]!).ShouldBeInRange(0, 100);
        ((double)metrics["memory_percent"]!, (double)metrics["disk_percent"]!).ShouldSatisfyAllConditions(both => both.Item1.ShouldBeGreaterThan(0), both => both.Item2.ShouldBeGreaterThan(0));
        ((long)metrics["active_connections"]!).ShouldBeGreaterThan(0);
        ((int)metrics["requests_per_minute"]!).ShouldBeGreaterThanOrEqualTo(Math.Min(before + 4, 4));
        ((double)metrics["average_latency_ms"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Stores_Asked_TellTheirSizes()
    {
        using var admin = fixture.Operator;
        var databases = (await admin.GetJsonAsync("/api/admin/system/database"))["databases"]!.AsArray();
        databases.Select(static one => (string)one!["service"]!).ShouldBe(["identity", "keys", "generation", "billing"]);
        foreach (var one in databases)
        {
            ((string)one!["status"]!, (string)one["version"]!).ShouldSatisfyAllConditions(pair => pair.Item1.ShouldBe("healthy"), static pair => pair.Item2.ShouldMatch(@"^\d+"));
            ((long)one["size_bytes"]!).ShouldBeGreaterThan(1_000_000);
            ((int)one["connections"]!).ShouldBeInRange(1, (int)one["max_connections"]!);
        }

        var redis = await admin.GetJsonAsync("/api/admin/system/redis");
        redis.AsObject().Select(static field => field.Key).ShouldBe(["status", "latency_ms", "version", "uptime_seconds", "connected_clients", "used_memory_bytes", "max_memory_bytes"]);
        ((string)redis["status"]!, (long)redis["connected_clients"]! > 0, (long)redis["used_memory_bytes"]! > 0).ShouldBe(("healthy", true, true));
        var storage = await admin.GetJsonAsync("/api/admin/system/storage");
        ((string)storage["status"]!, (string)storage["backend"]!).ShouldBe(("healthy", "local"));
        ((long)storage["free_bytes"]!).ShouldBeInRange(1, (long)storage["total_bytes"]!);
    }

    private static StringContent Json(string text) => new(text, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
}
