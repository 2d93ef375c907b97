namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// A provider's limit holds for all processes together, whoever dies meanwhile, and accounts are let in by turns: who orders little does
/// not wait for who orders much.
/// </summary>
public sealed class SharedSlotsTests(SlotFixture fixture) : IClassFixture<SlotFixture>, IAsyncLifetime
{
    private const int Many = 28;
    private const int Few = 2;
    private const int Crowd = 8;

    /// <summary>Places that were left to run out would take longer.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(25);

    public ValueTask InitializeAsync()
    {
        fixture.Bfl.UnderWay.Forget();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        fixture.Bfl.Polls.Reset();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ManyCallsAtBothProcesses_KeepWithinTheLimitAndServeAccountsByTurns()
    {
        var (large, small) = (await fixture.CallersAsync(), await fixture.CallersAsync());
        var queue = large.PlaceAsync(Many);
        await StoredAsync(large, Many);
        await small.PlaceAsync(Few);
        var left = Many - large.Made;
        left.ShouldBeGreaterThanOrEqualTo(10);
        await queue;

        large.Orders.Concat(small.Orders).ShouldAllBe(static order => order.IsMade);
        await LimitShouldHaveHeldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProcessesThatEndWithPlacesInHand_TheirOrdersKeepThemAndThenTheyComeFree(bool isKilled)
    {
        fixture.Bfl.Polls.Default = OrderFixture.Pending;
        var crowd = await fixture.CallersAsync();
        var queue = crowd.PlaceAsync(Crowd);
        await StoredAsync(crowd, Crowd);
        await fixture.AcceptedAsync(crowd, SlotFixture.Places);

        // Whoever holds the places: each process goes once, and comes back.
        foreach (var process in fixture.System.Services.Generations)
        {
            if (isKilled)
                await process.KillAsync();
            else
                (await process.StopAsync()).ShouldBe(0);
            await process.StartAndWaitAsync();
            await fixture.AskedAgainAsync(SlotFixture.Places);
        }

        fixture.Bfl.Polls.Default = "ok";
        await queue.WaitAsync(Soon);
        crowd.Orders.ShouldAllBe(static order => order.IsMade);
        crowd.Orders.ShouldAllBe(order => fixture.OrdersFor(order) == 1);
        await LimitShouldHaveHeldAsync();
    }

    private Task StoredAsync(Workload workload, int jobs) => Calls.EventuallyAsync(
        async () => await fixture.System.CountAsync("SELECT count(*) FROM generation.jobs WHERE account_id = $1", workload.AccountId) == jobs,
        $"{jobs} jobs are stored", seconds: 30);

    /// <summary>It was reached and never passed, and every place is free again.</summary>
    private async Task LimitShouldHaveHeldAsync()
    {
        fixture.Bfl.UnderWay.Most.ShouldBe(SlotFixture.Places);
        fixture.Bfl.UnderWay.Now.ShouldBe(0);
        await Calls.EventuallyAsync(async () => await fixture.TakenAsync() == 0, "all places are free", seconds: 5);
        (await fixture.System.SettledBooksAsync()).ShouldBalance();
    }
}
