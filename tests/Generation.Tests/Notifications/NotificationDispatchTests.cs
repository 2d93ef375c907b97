using System.Net;
using System.Text.Json.Nodes;
using NanoBanana.Generation.Tests.Jobs;

namespace NanoBanana.Generation.Tests.Notifications;

/// <summary>Each end reaches Identity once, whatever Identity does meanwhile, and holds up nothing else.</summary>
public sealed class NotificationDispatchTests : IAsyncLifetime
{
    private NotificationSetup _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await NotificationSetup.CreateAsync();

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Batch_Ended_IsToldOnceAndInWords()
    {
        _setup.Application.Gemini.Switchboard.Next("blocked");
        var (_, batch) = await _setup.Client.PostAsync(
            "/v1/batches", new { items = new object[] { new { prompt = "one" }, new { prompt = "two", n = 2 }, new { prompt = "three" } } });
        var ended = await _setup.Client.GetAsync($"{batch["url"]}?wait=30");
        var made = ended["items"]!.AsArray().Sum(static item => item!["images"]?.AsArray().Count ?? 0);
        made.ShouldBeInRange(2, 3);

        await _setup.ShowsAsync(1);
        await _setup.AllToldAsync();

        var shown = (await _setup.ShownAsync()).ShouldHaveSingleItem();
        ((string)shown["type"]!, (string)shown["title"]!, (string)shown["message"]!).ShouldBe(("task_complete", "Batch finished", $"{made} of 4 images"));
        shown["data"]!.ToJsonString().ShouldBe($$"""{"task_id":"{{batch["id"]}}"}""");
        ((Guid)shown["id"]!).ShouldBe((Guid)(await _setup.Application.ScalarAsync("SELECT id FROM generation.events WHERE type = 'batch.completed'"))!);
        (await _setup.ShownAsync(Guid.NewGuid())).ShouldBeEmpty();
    }

    [Fact]
    public async Task BatchWithoutAnImage_Ended_IsToldAsFailed()
    {
        _setup.Application.Gemini.Switchboard.Default = "blocked";
        var (_, batch) = await _setup.Client.BatchAsync(["one"]);
        await _setup.Client.GetAsync($"{batch["url"]}?wait=30");
        await _setup.ShowsAsync(1);
        var shown = (await _setup.ShownAsync()).ShouldHaveSingleItem();
        ((string)shown["type"]!, (string)shown["title"]!, (string)shown["message"]!).ShouldBe(("task_failed", "Batch failed", "0 of 1 image"));
    }

    [Fact]
    public async Task Video_Ended_IsToldOnce()
    {
        var (status, order) = await _setup.Client.PostAsync("/v1/videos", new { prompt = "a film", seconds = 2, provider = "sandbox" });
        status.ShouldBe(HttpStatusCode.Accepted, order.ToJsonString());
        await _setup.ShowsAsync(1);
        await _setup.AllToldAsync();
        var shown = (await _setup.ShownAsync()).ShouldHaveSingleItem();
        ((string)shown["type"]!, (string)shown["title"]!).ShouldBe(("task_complete", "Video finished"));
        ((string)shown["data"]!["task_id"]!).ShouldBe((string)order["id"]!);
    }

    [Fact]
    public async Task DeadIdentity_AtTheEnd_HoldsUpNoSettlementAndLosesNothing()
    {
        _setup.Way.Shut();
        var (_, first) = await _setup.Client.BatchAsync(["one", "two"]);
        await _setup.Client.GetAsync($"{first["url"]}?wait=30");
        await _setup.Application.EventuallyAsync(() => Task.FromResult(_setup.Way.Held > 0), "Identity is being told in vain");

        // While that call hangs, another job is made and paid for.
        var since = TimeProvider.System.GetTimestamp();
        using (var made = await GenerationApplication.GenerateAsync(_setup.Client.Http, "three"))
            await made.ShouldBeAsync(HttpStatusCode.Created);
        await _setup.Application.EventuallyAsync(async () =>
        {
            var account = await _setup.Application.AccountAsync(_setup.Account);
            return (long)account["available"]! == 940 && (long)account["held"]! == 0;
        }, "everything is settled", seconds: 4);
        TimeProvider.System.GetElapsedTime(since).TotalSeconds.ShouldBeLessThan(5);
        (await _setup.WaitingAsync()).ShouldBe(1);

        _setup.Way.Open();
        await _setup.HurryAsync();
        await _setup.ShowsAsync(1);
        await _setup.AllToldAsync();
        (await _setup.ShownAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task RefusedOneAmongOthers_Told_IsSetAsideAndTheOthersAreShown()
    {
        _setup.Way.Shut();
        var bad = await _setup.WriteAsync(subject: new string('x', 5_000));
        for (var i = 0; i < 3; i++)
            await _setup.WriteAsync();
        _setup.Way.Open();
        await _setup.HurryAsync();

        await _setup.ShowsAsync(3);
        await _setup.AllToldAsync();

        (await _setup.Application.ScalarAsync("SELECT id FROM generation.notification_outbox WHERE parked_because LIKE '%422%'")).ShouldBe(bad);
        (await _setup.ShownAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task OneThatIdentityStumblesOver_Told_IsRepeatedAndTheOthersAreShown()
    {
        var unlucky = Guid.NewGuid();
        await _setup.IdentityAsync($"ALTER TABLE identity.notifications ADD CONSTRAINT stumble CHECK (account_id <> '{unlucky}')");
        _setup.Way.Shut();
        await _setup.WriteAsync(account: unlucky);
        for (var i = 0; i < 3; i++)
            await _setup.WriteAsync();
        _setup.Way.Open();
        await _setup.HurryAsync();

        await _setup.ShowsAsync(3);
        await _setup.Application.EventuallyAsync(async () => await _setup.WaitingAsync() == 1, "only one waits");

        await _setup.IdentityAsync("ALTER TABLE identity.notifications DROP CONSTRAINT stumble");
        await _setup.HurryAsync();
        await _setup.ShowsAsync(1, unlucky);
        await _setup.AllToldAsync();
        (await _setup.Application.ScalarAsync("SELECT count(*) FROM generation.notification_outbox")).ShouldBe(0L);
    }

    /// <summary>As after a process that died between telling and noting it; and two processes take from one outbox.</summary>
    [Fact]
    public async Task SameOneByTwoProcesses_ToldAgain_IsShownOnce()
    {
        await using var other = await _setup.Application.StartInstanceAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 250; i++)
            ids.Add(await _setup.WriteAsync());
        await _setup.AllToldAsync();
        await _setup.WriteAsync(id: ids[0]);
        await _setup.AllToldAsync();
        var shown = await _setup.ShownAsync();
        shown.Count.ShouldBe(100);
        shown.Select(static one => (Guid)one["id"]!).Distinct().Count().ShouldBe(100);
        await _setup.IdentityAsync("DO $$ BEGIN ASSERT (SELECT sum(total) = 250 AND sum(unread) = 250 FROM identity.notification_counts); END $$");
    }
}
