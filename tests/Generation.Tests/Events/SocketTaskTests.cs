using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts.Billing;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Events;

/// <summary>Tasks that a socket follows, and jobs that it makes.</summary>
public sealed class SocketTaskTests(EventsFixture fixture) : IClassFixture<EventsFixture>
{
    private readonly Guid _account = Guid.NewGuid();

    [Fact]
    public async Task Batch_Followed_IsToldFromNowToItsResults()
    {
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(200);
        await fixture.Application.ScalarAsync("INSERT INTO generation.accounts (account_id, max_concurrent) VALUES (@account, 1)", ("account", _account));
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        var id = await BatchAsync(fixture.Instance, 6);
        await client.SendAsync("subscribe", new { channel = "task", task_id = id });
        ((string)(await client.NextAsync("subscribed"))["channel"]!).ShouldBe("task:" + id);
        var frames = await client.UntilAsync("task:complete");
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.Zero;

        var progress = frames.SkipLast(1).Select(static frame => frame["payload"]!).ToList();
        frames.SkipLast(1).ShouldAllBe(static frame => (string)frame["type"]! == "task:progress");
        progress.ShouldAllBe(payload => (string)payload["task_id"]! == id && (int)payload["total"]! == 6);
        var counts = progress.Select(static payload => (int)payload["progress"]!).ToList();
        counts.ShouldBe(counts.Order());
        counts.Distinct().Count().ShouldBeGreaterThan(2);
        var results = frames[^1]["payload"]!["results"]!.AsArray();
        results.Count.ShouldBe(6);
        results.ShouldAllBe(static image => ((string)image!["url"]!).Contains("/v1/images/gen_"));
        results.Select(static image => (string)image!["filename"]!).ShouldAllBe(static name => name.EndsWith(".png"));

        // Its end was told, once.
        await client.SendAsync("ping");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task KeyThatMayOnlyLook_GeneratesOrCancels_IsRefused()
    {
        using var client = await SocketClient.OpenAsync(fixture.Instance, GenerationApplication.KeyOf(_account) with { Scopes = ["read", "manage"] });
        await client.NextAsync("connected");

        await client.SendAsync("generate", new { prompt = "x" });
        var generating = await client.NextAsync("error");
        await client.SendAsync("cancel", new { request_id = JobIds.ToWire(Guid.NewGuid()) });
        var cancelling = await client.NextAsync("error");

        foreach (var refusal in new[] { generating, cancelling })
            ((string)refusal["code"]!, (string)refusal["message"]!).ShouldBe(("authorization_failed", "This credential does not allow that"));
        (await fixture.Application.ScalarAsync("SELECT count(*) FROM generation.jobs WHERE account_id = @account", ("account", _account))).ShouldBe(0L);
    }

    [Fact]
    public async Task EndedTask_Followed_IsToldAtOnceWithWhatCameOfIt()
    {
        await fixture.Application.LogAsync(_account);
        var job = (Guid)(await fixture.Application.ScalarAsync("UPDATE generation.jobs SET error_code = 'provider.refused_input' WHERE account_id = @account RETURNING id", ("account", _account)))!;
        var id = await BatchAsync(fixture.Instance, 1);
        await fixture.Application.EventuallyAsync(
            async () => await fixture.Application.ScalarAsync("SELECT finished_at FROM generation.batches WHERE account_id = @account", ("account", _account)) is DateTime, "it ends");
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("subscribe", new { channel = "task", task_id = id });
        await client.NextAsync("subscribed");
        (await client.NextAsync("task:complete"))["results"]!.AsArray().Count.ShouldBe(1);
        await client.SendAsync("subscribe", new { channel = "task", task_id = JobIds.ToWire(job) });
        await client.NextAsync("subscribed");
        var error = await client.NextAsync("task:error");
        ((string)error["task_id"]!, (string)error["code"]!).ShouldBe((JobIds.ToWire(job), "content_blocked"));
    }

    [Fact]
    public async Task ForeignTask_Followed_IsAnUnknownOne()
    {
        var foreign = await BatchAsync(fixture.Instance, 1, Guid.NewGuid());
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        var answers = new List<string>();
        foreach (var id in new[] { foreign, "batch_0123456789abcdef", "gen_" + Guid.NewGuid(), "nonsense" })
        {
            await client.SendAsync("subscribe", new { channel = "task", task_id = id });
            answers.Add((await client.NextAsync("error")).ToJsonString());
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("not_found");
        var job = await fixture.Application.ScalarAsync("SELECT id FROM generation.jobs WHERE batch_id = @batch", ("batch", BatchIds.TryParse(foreign, out var number) ? number : 0));
        await client.SendAsync("cancel", new { request_id = JobIds.ToWire((Guid)job!) });
        (await client.NextAsync("error")).ToJsonString().ShouldBe(answers[0]);
    }

    [Fact]
    public async Task Task_Unsubscribed_IsToldNoMore()
    {
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(700);
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        var id = await BatchAsync(fixture.Instance, 2);
        await client.SendAsync("subscribe", new { channel = "task", task_id = id });
        await client.NextAsync("subscribed");
        await client.SendAsync("unsubscribe", new { channel = "task", task_id = id });
        ((string)(await client.UntilAsync("unsubscribed"))[^1]["payload"]!["channel"]!).ShouldBe("task:" + id);
        await fixture.Application.EventuallyAsync(
            async () => await fixture.Application.ScalarAsync("SELECT finished_at FROM generation.batches WHERE account_id = @account", ("account", _account)) is DateTime, "it ends");
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.Zero;
        await Task.Delay(300);
        await client.SendAsync("ping");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task Generate_Sent_IsQueuedMadeAndCharged()
    {
        // Long enough that it is followed before it ends.
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.FromSeconds(1);
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("generate", new { prompt = " a banana ", aspect_ratio = "1:1", resolution = "1K", provider = "google", mode = "basic", idempotency_key = "k1" });
        var frames = await client.UntilAsync("generate:complete");
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.Zero;
        ((string)frames[0]["type"]!).ShouldBe("generate:queued");
        var id = (string)frames[0]["payload"]!["request_id"]!;
        id.ShouldStartWith("gen_");
        ((string)frames[0]["payload"]!["stage"]!).ShouldBe("queued");
        frames.Skip(1).SkipLast(1).ShouldAllBe(frame => (string)frame["type"]! == "generate:progress" && (string)frame["payload"]!["request_id"]! == id);
        var complete = frames[^1]["payload"]!;
        ((string)complete["request_id"]!, (string)complete["prompt"]!, (string)complete["provider"]!, (string)complete["image_id"]!)
            .ShouldBe((id, "a banana", "google", id + ".png"));
        ((string)complete["url"]!).ShouldContain("/v1/images/" + id);
        ((long)complete["duration_ms"]!).ShouldBeInRange(1, 60_000);

        // A repeat whose answer was lost is the same job.
        await client.SendAsync("generate", new { prompt = " a banana ", aspect_ratio = "1:1", resolution = "1K", provider = "google", mode = "basic", idempotency_key = "k1" });
        ((string)(await client.NextAsync("generate:queued"))["request_id"]!).ShouldBe(id);
        (await client.NextAsync("generate:complete")).ToJsonString().ShouldBe(complete.ToJsonString());
        await fixture.Application.EventuallyAsync(async () => (long)(await fixture.Application.AccountAsync(_account))["available"]! == 980, "one is charged");
    }

    [Theory]
    [InlineData("""{"prompt":"  "}""", "prompt")]
    [InlineData("""{"prompt":"x","aspect_ratio":"2:1"}""", "aspect_ratio")]
    [InlineData("""{"prompt":"x","resolution":"8K"}""", "resolution")]
    [InlineData("""{"prompt":"x","mode":"magic"}""", "mode")]
    [InlineData("""{"prompt":"x","idempotency_key":"a b"}""", "idempotency_key")]
    [InlineData("""{"prompt":7}""", "payload")]
    [InlineData("null", "payload")]
    public async Task BadGenerate_Sent_NamesItsField(string payload, string field)
    {
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("generate", JsonNode.Parse(payload));
        var error = await client.NextAsync("generate:error");
        ((string)error["code"]!).ShouldBe("validation_error");
        ((string)error["error"]!).ShouldStartWith(field + ": ");
        error["request_id"].ShouldBeNull();
    }

    [Fact]
    public async Task WaitingRequest_Cancelled_EndsUncharged()
    {
        await using var instance = await fixture.Application.StartInstanceAsync();
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.FromSeconds(2);
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        await client.SendAsync("generate", new { prompt = "first" });
        await client.UntilAsync("generate:progress");
        await fixture.Application.ScalarAsync("UPDATE generation.accounts SET max_concurrent = 1 WHERE account_id = @account", ("account", _account));
        await client.SendAsync("generate", new { prompt = "second" });
        var second = (string)(await client.UntilAsync("generate:queued"))[^1]["payload"]!["request_id"]!;
        await client.SendAsync("cancel", new { request_id = second });
        var ended = (await client.UntilAsync("generate:error"))[^1]["payload"]!;
        fixture.Application.Gemini.Switchboard.Latency = TimeSpan.Zero;
        ((string)ended["request_id"]!, (string)ended["code"]!).ShouldBe((second, "cancelled"));
        (await client.UntilAsync("generate:complete")).ShouldNotBeEmpty();
        await fixture.Application.EventuallyAsync(async () => (long)(await fixture.Application.AccountAsync(_account))["available"]! == 980, "one is charged");
    }

    [Fact]
    public async Task KeyAtItsHourlyLimit_Generates_NothingMore()
    {
        await fixture.Application.LogAsync(_account, Tiers.All[Tiers.Free].RequestsPerHour);
        await fixture.Application.ScalarAsync("UPDATE generation.jobs SET key_id = account_id WHERE account_id = @account", ("account", _account));
        using var client = await SocketClient.ConnectedAsync(fixture.Instance, _account);
        await client.SendAsync("generate", new { prompt = "one more" });
        ((string)(await client.NextAsync("generate:error"))["code"]!).ShouldBe("rate_limit_exceeded");
    }

    [Fact]
    public async Task RedisDead_FollowedTask_IsToldOfByTheLogAlone()
    {
        await using var application = await GenerationApplication.CreateAsync(("ConnectionStrings:redis", "127.0.0.1:9,abortConnect=false"));
        await using var instance = await application.StartInstanceAsync();
        using var client = await SocketClient.ConnectedAsync(instance, _account);
        await client.SendAsync("generate", new { prompt = "without Redis" });
        (await client.UntilAsync("generate:complete")).Count.ShouldBeGreaterThan(1);
    }

    private async Task<string> BatchAsync(TestService instance, int count, Guid? account = null)
    {
        var requests = Enumerable.Range(1, count).Select(static number => new GenerationRequest($"item {number}", 1024, 1024, 1, "natural", "batch", "lab")).ToList();
        var result = await instance.Services.GetRequiredService<EnqueueJobs>()
            .RunBatchAsync(requests, GenerationApplication.KeyOf(account ?? _account), idempotencyKey: null, CancellationToken.None);
        return BatchIds.ToWire(result.ShouldBeOfType<QueueResult.Queued>().BatchId!.Value);
    }
}
