using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Tests.Jobs;

/// <summary>Several processes on one database.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task RepeatsToTwoProcesses_UnderOneKey_MakeOneJobOneCallAndOneCharge()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = Guid.NewGuid();
        await using var one = await application.StartInstanceAsync();
        await using var two = await application.StartInstanceAsync();
        using var first = one.ClientFor(GenerationApplication.KeyOf(account));
        using var second = two.ClientFor(GenerationApplication.KeyOf(account));
        application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(300);
        var calls = Enumerable.Range(0, 30).Select(i => GenerationApplication.GenerateAsync(i % 2 == 0 ? first : second, "shared", "key-1")).ToList();
        var ids = new List<string>();
        foreach (var call in calls)
        {
            using var response = await call;
            ids.Add((string)(await response.ShouldBeAsync(HttpStatusCode.Created))!["id"]!);
        }

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        application.Gemini.Switchboard.Count.ShouldBe(1);
        ((long)(await application.AccountAsync(account))["available"]!).ShouldBe(980);
    }

    [Fact]
    public async Task ProcessStoppingBetweenTries_HandsTheJobBackAndAnotherEndsIt()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = Guid.NewGuid();
        await using var patient = await application.StartInstanceAsync(("RETRY_DELAYS_MS", "200000"));
        using var client = patient.ClientFor(GenerationApplication.KeyOf(account));
        application.Gemini.Switchboard.Next("overloaded");
        var call = GenerationApplication.GenerateAsync(client, "handed over");
        await application.EventuallyAsync(
            async () => (long)(await application.ScalarAsync("SELECT count(*) FROM generation.attempts WHERE state = 'failed'"))! == 1, "the first try has failed");
        await patient.DisposeAsync();
        await Should.ThrowAsync<Exception>(async () => (await call).EnsureSuccessStatusCode());

        await using var other = await application.StartInstanceAsync();
        await application.EventuallyAsync(
            async () => (string?)await application.ScalarAsync("SELECT state FROM generation.jobs") == "succeeded", "the other process ends the job");
        await application.EventuallyAsync(
            async () => (long)(await application.AccountAsync(account))["available"]! == 980, "it is charged once");
    }

    [Fact]
    public async Task RepeatAfterACrashBetweenHoldAndJob_RoutedElsewhereMeanwhile_IsTheSameJob()
    {
        await using var application = await GenerationApplication.CreateAsync(("PROVIDER_SANDBOX_ENABLED", "true"));
        await using var instance = await application.StartInstanceAsync();
        var account = Guid.NewGuid();
        await application.HoldAsync(JobIds.Derive(account, "order-1", null), account);
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        client.DefaultRequestHeaders.Add("X-Provider", "sandbox");

        using var response = await GenerationApplication.GenerateAsync(client, "held for another model", "order-1");

        await response.ShouldBeAsync(HttpStatusCode.Created);
        response.Headers.GetValues("X-Provider").ShouldBe(["sandbox"]);
        await application.EventuallyAsync(
            async () => (long)(await application.AccountAsync(account))["available"]! == 980 && (long)(await application.AccountAsync(account))["held"]! == 0, "it is charged once");
    }

    [Fact]
    public async Task BillingAway_WhenTheJobEnds_IsToldLater()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = Guid.NewGuid();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        application.Gemini.Switchboard.Latency = TimeSpan.FromSeconds(1);
        var call = GenerationApplication.GenerateAsync(client, "billed later", "late");
        await application.Gemini.Switchboard.WaitForRequestsAsync(1);
        await application.StopBillingAsync();
        using var made = await call;
        await made.ShouldBeAsync(HttpStatusCode.Created);

        using var repeat = await GenerationApplication.GenerateAsync(client, "billed later", "late");
        (await repeat.ShouldBeAsync(HttpStatusCode.Created))!.ToJsonString().ShouldBe((await made.ShouldBeAsync(HttpStatusCode.Created))!.ToJsonString());
        using var refused = await GenerationApplication.GenerateAsync(client, "no price, no call");
        await refused.ShouldBeAsync(HttpStatusCode.ServiceUnavailable);
        await application.StartBillingAsync();
        await application.EventuallyAsync(async () =>
        {
            var view = await application.AccountAsync(account);
            return (long)view["available"]! == 980 && (long)view["held"]! == 0;
        }, "Billing has settled the job", seconds: 30);
        await application.EventuallyAsync(
            async () => (long)(await application.ScalarAsync("SELECT count(*) FROM generation.outbox"))! == 0, "the message is forgotten");
    }

    [Fact]
    public async Task ExpiredKey_UsedAgain_StartsANewJobAndIsSweptInTheEnd()
    {
        await using var application = await GenerationApplication.CreateAsync();
        var account = Guid.NewGuid();
        await using var instance = await application.StartInstanceAsync();
        using var client = instance.ClientFor(GenerationApplication.KeyOf(account));
        using var first = await GenerationApplication.GenerateAsync(client, "a day ago", "daily");
        await application.ScalarAsync("UPDATE generation.idempotency_keys SET expires_at = now() - interval '1 second'");
        using var second = await GenerationApplication.GenerateAsync(client, "today, and two of them", "daily", n: 2);
        ((string)(await second.ShouldBeAsync(HttpStatusCode.Created))!["id"]!).ShouldNotBe((string)(await first.ShouldBeAsync(HttpStatusCode.Created))!["id"]!);
        ((long)(await application.AccountAsync(account))["available"]!).ShouldBe(940);

        using var sweep = new NanoBanana.Generation.Jobs.IdempotencySweep(
            application.Database, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<NanoBanana.Generation.Jobs.IdempotencySweep>.Instance);
        (await sweep.SweepAsync(CancellationToken.None)).ShouldBe(0);
        await application.ScalarAsync("UPDATE generation.idempotency_keys SET expires_at = now() - interval '1 second'");
        (await sweep.SweepAsync(CancellationToken.None)).ShouldBe(1);
    }
}
