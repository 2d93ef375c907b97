using System.Diagnostics;
using System.Net;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Orders that a provider has accepted outlive the process that placed them: whoever takes the job over asks after the very same order.
/// None is placed twice, each is charged once, and callers who waited get their job under their Idempotency-Key.
/// </summary>
public sealed class OrderKillTests(OrderFixture fixture) : IClassFixture<OrderFixture>, IAsyncLifetime
{
    private const int Orders = 20;
    private const int Rounds = 3;
    private const int Price = 20;
    private Workload _workload = null!;

    public async ValueTask InitializeAsync()
    {
        _workload = await fixture.CallersAsync();
        fixture.Bfl.Polls.Default = OrderFixture.Pending;
    }

    public ValueTask DisposeAsync()
    {
        fixture.Bfl.Switchboard.Reset();
        fixture.Bfl.Polls.Reset();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ProcessesKilledWhileTheyAskAfterOrders_EveryOrderIsDeliveredAndNoneIsPlacedTwice()
    {
        var placing = _workload.PlaceAsync(Orders);
        await fixture.AcceptedAsync(_workload, Orders);
        var lots = new Random(4);
        for (var round = 0; round < Rounds; round++)
        {
            var victim = fixture.System.Services.Generations[lots.Next(2)];
            await fixture.AskedAgainAsync(Orders / 2);
            await victim.KillAsync();
            await victim.StartAndWaitAsync();
        }

        fixture.Bfl.Polls.Default = "ok";
        await placing;
        await EveryOrderShouldBeDeliveredOnceAsync(Orders);
    }

    [Fact]
    public async Task ProcessToldToStop_HandsItsOrdersOverAtOnce()
    {
        var placing = _workload.PlaceAsync(Orders / 2);
        await fixture.AcceptedAsync(_workload, Orders / 2);
        await fixture.AskedAgainAsync(Orders / 2);
        var stopping = Stopwatch.StartNew();
        (await fixture.System.Services.Generations[0].StopAsync()).ShouldBe(0);
        stopping.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));

        fixture.Bfl.Polls.Default = "ok";
        await placing;
        await fixture.System.Services.Generations[0].StartAndWaitAsync();
        await EveryOrderShouldBeDeliveredOnceAsync(Orders / 2);

        // Nobody had to wait for a lease to run out.
        (await fixture.System.CountAsync("SELECT sum(takeovers) FROM generation.jobs WHERE account_id = $1", _workload.AccountId)).ShouldBe(0);
    }

    [Fact]
    public async Task KilledBeforeTheOrdersIdIsKept_ItIsNotPlacedAgainAndEndsUncharged()
    {
        fixture.Bfl.Polls.Default = "ok";
        var answering = new TaskCompletionSource();
        fixture.Bfl.Switchboard.Until = answering.Task;
        var before = fixture.Bfl.Switchboard.Count;
        var placing = _workload.PlaceAsync(1);
        await fixture.Bfl.Switchboard.WaitForRequestsAsync(before + 1);
        await using (var roadblock = await Roadblock.OnAsync(fixture.System.GenerationDatabase, "generation.attempts"))
        {
            answering.SetResult();
            await roadblock.WaitForWriterAsync();
            foreach (var process in fixture.System.Services.Generations)
                await process.KillAsync();
            await roadblock.DropWritersAsync();
        }

        foreach (var process in fixture.System.Services.Generations)
            await process.StartAndWaitAsync();
        await placing;
        var order = _workload.Orders.ShouldHaveSingleItem();
        order.Answers[^1].ShouldBe("502 generation.outcome_unknown");
        fixture.OrdersFor(order).ShouldBe(1);
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        books.Jobs.Where(job => job.AccountId == _workload.AccountId).ShouldHaveSingleItem().Charged.ShouldBe(0);
    }

    private async Task EveryOrderShouldBeDeliveredOnceAsync(int orders)
    {
        _workload.Orders.Count.ShouldBe(orders);
        _workload.Orders.ShouldAllBe(static order => order.IsMade);
        foreach (var order in _workload.Orders)
            fixture.OrdersFor(order).ShouldBe(1, $"{order.Prompt}: {Tally.Of(order.Answers)}");
        var books = await fixture.System.SettledBooksAsync();
        books.ShouldBalance();
        var jobs = books.Jobs.Where(job => job.AccountId == _workload.AccountId).ToList();
        jobs.Count.ShouldBe(orders);
        jobs.ShouldAllBe(static job => job.State == "succeeded" && job.Charged == Price);
        await EveryKeyShouldNameItsJobAsync([.. jobs.Select(static job => $"gen_{job.Id:d}")]);
    }

    /// <summary>A further repeat of each call is answered with the job that it had all along.</summary>
    private async Task EveryKeyShouldNameItsJobAsync(IReadOnlyList<string> jobs)
    {
        var named = new List<string>();
        foreach (var order in _workload.Orders)
        {
            using var repeat = await _workload.RepeatAsync(order);
            var body = (await repeat.ShouldBeAsync(HttpStatusCode.Created))!;
            ((string)body["prompt"]!).ShouldBe(order.Prompt);
            named.Add((string)body["id"]!);
        }

        named.ShouldBe(jobs, ignoreOrder: true);
        foreach (var order in _workload.Orders)
            fixture.OrdersFor(order).ShouldBe(1);
    }
}
