using System.Net;
using NanoBanana.Generation.Tests.Jobs;
using Npgsql;

namespace NanoBanana.Generation.Tests.Admin;

/// <summary>How providers did: figures of all processes, circuits, and what holds while a store is away.</summary>
public sealed class AdminFigureTests
{
    [Fact]
    public async Task Calls_OfTwoProcesses_AreAddedUpWithTheLastError()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var first = await application.StartInstanceAsync();
        await using var second = await application.StartInstanceAsync();
        (await first.MakeAsync()).ShouldBe("google");
        (await second.MakeAsync()).ShouldBe("google");
        application.Gemini.Switchboard.Next("blocked");
        (await first.MakeAsync()).ShouldBe("provider.refused_input");
        application.Gemini.Switchboard.Next("internal");
        (await first.MakeAsync()).ShouldBe("provider.unavailable");

        await application.EventuallyAsync(async () => (long)(await first.ShowAsync("google"))["total_requests_24h"]! == 4, "both processes' calls are counted");
        var shown = await first.ShowAsync("google");
        ((double)shown["success_rate_24h"]!, (int)shown["health_score"]!, (string)shown["last_error"]!).ShouldBe((75, 75, "failed"));
        ((double)shown["avg_latency_ms"]!).ShouldBeGreaterThan(0);
        (TimeProvider.System.GetUtcNow() - (DateTimeOffset)shown["last_error_at"]!).ShouldBeLessThan(TimeSpan.FromMinutes(1));

        // What is older than a day is shown no more, and swept.
        await application.ScalarAsync("UPDATE generation.provider_tallies SET since = since - interval '25 hours 10 minutes'");
        ((long)(await first.ShowAsync("google"))["total_requests_24h"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Circuits_Reset_AreClosedAtEveryProcess()
    {
        await using var application = await GenerationApplication.CreateAsync(("GOOGLE_API_KEY", "wrong"), ("PROVIDER_GOOGLE_MODEL", "gemini-nano-banana-2.1"));
        await using var first = await application.StartInstanceAsync();
        await using var second = await application.StartInstanceAsync();
        (await first.MakeAsync()).ShouldBe("provider.misconfigured");
        await application.EventuallyAsync(async () => (string)(await second.ShowAsync("google"))["circuit_breaker_state"]! != "closed", "the other process knows");
        var shown = await first.ShowAsync("google");
        ((string)shown["status"]!).ShouldBeOneOf("degraded", "circuit_open");

        var (status, body) = await second.AdminAsync("POST", "/circuit-breakers/reset");
        (status, body.ToJsonString()).ShouldBe((HttpStatusCode.OK, """{"success":true,"message":"Circuit breakers reset"}"""));
        foreach (var service in new[] { first, second })
            await application.EventuallyAsync(async () => (string)(await service.ShowAsync("google"))["circuit_breaker_state"]! == "closed", "it is closed");
        ((string)(await first.AdminAsync("GET", "/google/health")).Body["name"]!).ShouldBe("google");
    }

    [Fact]
    public async Task RedisAway_ResetSaysSoAndTheAuditLogAsWell()
    {
        await using var application = await GenerationApplication.CreateAsync();
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:redis", "127.0.0.1:9"));
        var (status, body) = await instance.AdminAsync("POST", "/circuit-breakers/reset");
        (status, (string)body["error"]!["code"]!).ShouldBe((HttpStatusCode.ServiceUnavailable, "service_unavailable"));
        (await application.ScalarAsync("SELECT outcome FROM generation.audit")).ShouldBe("failed");
        (await instance.AdminAsync("POST", "/google/disable")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PostgresAway_CallsSaySoAndWhatWasSetHolds()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var direct = new NpgsqlConnectionStringBuilder(application.Database.ConnectionString) { Password = new NpgsqlConnectionStringBuilder(await TestServers.Postgres).Password };
        await using var gate = new TcpGate(new Uri($"http://{direct.Host}:{direct.Port}"));
        var gated = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = gate.Address.Host, Port = gate.Address.Port, Timeout = 1, CommandTimeout = 2 };
        await using var instance = await application.StartInstanceAsync(("ConnectionStrings:generationdb", gated.ConnectionString));
        (await instance.AdminAsync("PUT", "/google", """{"priority":9}""")).Status.ShouldBe(HttpStatusCode.OK);

        gate.Shut();
        (await instance.AdminAsync("GET", "")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await instance.AdminAsync("POST", "/google/disable")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        gate.Open();
        await application.EventuallyAsync(async () => (await instance.AdminAsync("GET", "")).Status == HttpStatusCode.OK, "it answers again");
        var shown = await instance.ShowAsync("google");
        ((int)shown["priority"]!, (bool)shown["enabled"]!).ShouldBe((9, true));
    }
}
