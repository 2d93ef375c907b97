using System.Net;
using System.Text.Json.Nodes;

namespace NanoBanana.Generation.Tests.Admin;

/// <summary>What operators see of providers and set, at two processes.</summary>
public sealed class AdminProviderTests(AdminFixture fixture) : IClassFixture<AdminFixture>, IAsyncLifetime
{
    private static readonly string[] Fields =
    [
        "name", "status", "priority", "enabled", "supports_image", "supports_video", "health_score", "total_requests_24h", "success_rate_24h", "avg_latency_ms",
        "circuit_breaker_state", "last_error", "last_error_at",
    ];

    public async ValueTask InitializeAsync() => await fixture.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task List_HasEveryProviderInItsOrderAndExactlyTheseFields()
    {
        var (status, body) = await fixture.First.AdminAsync("GET", "");
        status.ShouldBe(HttpStatusCode.OK);
        body.AsObject().Select(static field => field.Key).ShouldBe(["providers"]);
        var providers = body["providers"]!.AsArray();
        foreach (var provider in providers)
            provider!.AsObject().Select(static field => field.Key).ShouldBe(Fields);
        providers.Select(static one => (int)one!["priority"]!).ShouldBeInOrder();
        var bfl = providers.Single(static one => (string)one!["name"]! == "bfl")!;
        bfl.ToJsonString().ShouldBe("""
            {"name":"bfl","status":"disabled","priority":3,"enabled":false,"supports_image":true,"supports_video":false,"health_score":0,"total_requests_24h":0,"success_rate_24h":100,"avg_latency_ms":0,"circuit_breaker_state":"closed","last_error":null,"last_error_at":null}
            """);
    }

    [Fact]
    public async Task Disabled_NothingNewIsSentByAnyProcess_UntilItIsEnabled()
    {
        (await fixture.First.MakeAsync()).ShouldBe("google");
        var (status, body) = await fixture.First.AdminAsync("POST", "/Google/disable");
        status.ShouldBe(HttpStatusCode.OK);
        ((bool)body["success"]!, (string)body["message"]!, (string)body["provider"]!["status"]!, (bool)body["provider"]!["enabled"]!)
            .ShouldBe((true, "Provider google disabled", "disabled", false));
        var asked = fixture.Application.Gemini.Switchboard.Count;

        (await fixture.First.MakeAsync()).ShouldBe("openai");
        (await fixture.First.MakeAsync("google")).ShouldBe("openai");
        await fixture.Application.EventuallyAsync(async () => !(bool)(await fixture.Second.ShowAsync("google"))["enabled"]!, "the other process knows", seconds: 5);
        (await fixture.Second.MakeAsync("google")).ShouldBe("openai");
        await using (var restarted = await fixture.Application.StartInstanceAsync())
            (await restarted.MakeAsync()).ShouldBe("openai");
        fixture.Application.Gemini.Switchboard.Count.ShouldBe(asked);

        (status, body) = await fixture.Second.AdminAsync("POST", "/google/enable");
        (status, (string)body["message"]!, (string)body["provider"]!["status"]!).ShouldBe((HttpStatusCode.OK, "Provider google enabled", "enabled"));
        (await fixture.Second.MakeAsync()).ShouldBe("google");
    }

    [Fact]
    public async Task Disabled_ItemsUnderWayGoOnAndThoseThatWaitGoToTheNext()
    {
        var gate = new TaskCompletionSource();
        var gemini = fixture.Application.Gemini.Switchboard;
        gemini.Until = gate.Task;
        var before = (Gemini: gemini.Count, OpenAi: fixture.OpenAi.Switchboard.Count);
        var client = new Queue.QueueClient(fixture.First, Guid.NewGuid());
        var (_, batch) = await client.BatchAsync(Enumerable.Range(0, 8).Select(static i => $"item {i}"));
        await gemini.WaitForRequestsAsync(before.Gemini + 5);
        foreach (var service in new[] { fixture.First, fixture.Second })
            (await service.AdminAsync("POST", "/google/disable")).Status.ShouldBe(HttpStatusCode.OK);
        gate.SetResult();
        gemini.Until = Task.CompletedTask;

        var ended = await client.GetAsync($"{batch["url"]}?wait=20");
        ((string)ended["status"]!, (int)ended["succeeded"]!).ShouldBe(("succeeded", 8));
        (gemini.Count - before.Gemini, fixture.OpenAi.Switchboard.Count - before.OpenAi).ShouldBe((5, 3));
        client.Dispose();
    }

    [Fact]
    public async Task AllDisabled_NobodyServes()
    {
        foreach (var name in new[] { "google", "openai", "sandbox" })
            (await fixture.First.AdminAsync("POST", $"/{name}/disable")).Status.ShouldBe(HttpStatusCode.OK);
        (await fixture.First.MakeAsync("google")).ShouldBe("provider.not_configured");
        (await fixture.First.MakeAsync("sandbox")).ShouldBe("provider.not_configured");
    }

    [Theory]
    [InlineData(1, "google")]
    [InlineData(100, "openai")]
    public async Task Priority_Set_DecidesWhoIsFirst(int priority, string first)
    {
        var (status, body) = await fixture.First.AdminAsync("PUT", "/google", $$"""{"priority":{{priority}},"reason":"a try"}""");
        (status, (string)body["message"]!, (int)body["provider"]!["priority"]!).ShouldBe((HttpStatusCode.OK, "Provider google updated", priority));
        (await fixture.First.MakeAsync()).ShouldBe(first);
        (status, body) = await fixture.First.AdminAsync("PUT", "/google", """{"enabled":false}""");
        ((int)body["provider"]!["priority"]!, (bool)body["provider"]!["enabled"]!).ShouldBe((priority, false));
    }

    [Theory]
    [InlineData("""{"priority":0}""", "body -> priority")]
    [InlineData("""{"priority":101}""", "body -> priority")]
    [InlineData("""{}""", "body -> priority")]
    [InlineData("""{"priority":"first"}""", "body -> priority")]
    public async Task Update_OutOfBounds_NamesTheFieldAndChangesNothing(string body, string field)
    {
        var (status, answer) = await fixture.First.AdminAsync("PUT", "/google", body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)answer["error"]!["details"]!["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!).ShouldBe(field);
        ((int)(await fixture.First.ShowAsync("google"))["priority"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "/bfl/enable", null)]
    [InlineData("PUT", "/bfl", """{"enabled":true}""")]
    public async Task Enable_OfAProviderWithoutAKey_IsRefused(string method, string path, string? body)
    {
        var (status, answer) = await fixture.First.AdminAsync(method, path, body);
        status.ShouldBe(HttpStatusCode.Conflict);
        ((string)answer["detail"]!).ShouldBe("The provider is not configured: give it a key in the settings first");
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.audit")).ShouldBe(0L);
    }

    [Theory]
    [InlineData("POST", "/nobody/enable", null)]
    [InlineData("POST", "/nobody/disable", null)]
    [InlineData("PUT", "/nobody", """{"priority":5}""")]
    [InlineData("GET", "/nobody/health", null)]
    public async Task UnknownProvider_IsNotFound(string method, string path, string? body)
    {
        var (status, answer) = await fixture.First.AdminAsync(method, path, body);
        status.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.DeepEquals(answer, JsonNode.Parse(
            """{"success":false,"error":{"code":"not_found","message":"Provider not found"},"detail":"Provider not found"}""")).ShouldBeTrue(answer.ToJsonString());
    }

    [Fact]
    public async Task EveryChange_LeavesItsLineInTheAuditLog()
    {
        await fixture.First.AdminAsync("POST", "/openai/disable");
        await fixture.First.AdminAsync("PUT", "/openai", """{"priority":7,"enabled":true,"reason":"cheaper"}""");
        await fixture.First.AdminAsync("POST", "/circuit-breakers/reset");
        using var service = fixture.First.ClientForService("gateway");
        using var response = await service.GetAsync(new Uri("/internal/system/audit?limit=3", UriKind.Relative));
        var lines = (await response.ShouldBeAsync(HttpStatusCode.OK))!.AsArray();

        lines.Select(static line => (string)line!["action"]!).ShouldBe(["provider.circuits_reset", "provider.update", "provider.disable"]);
        lines.ShouldAllBe(static line => (string)line!["outcome"]! == "done" && (Guid)line["actor_id"]! == AdminCalls.Operator.AccountId && (Guid)line["key_id"]! == AdminCalls.Operator.KeyId);
        ((string)lines[1]!["target"]!, (string)lines[1]!["reason"]!, (int)lines[1]!["detail"]!["priority"]!).ShouldBe(("openai", "cheaper", 7));
    }
}
