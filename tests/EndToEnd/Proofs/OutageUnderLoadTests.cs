namespace NanoBanana.EndToEnd.Proofs;

/// <summary>Postgres and Redis killed while callers call: clear refusals meanwhile, recovery without a restart, nothing lost and nothing twice.</summary>
public sealed class OutageUnderLoadTests(OutageFixture fixture) : IClassFixture<OutageFixture>
{
    private const int Callers = 8;
    private const int Enough = 20;
    private const string Refusal = "503 service.unavailable";
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task PostgresKilled_UnderLoad_RefusesClearlyLosesNothingAndComesBackByItself()
    {
        var workload = await fixture.CallersAsync();
        await RunAsync(workload, fixture.KillPostgresAsync, () => workload.Refused >= Enough, fixture.StartPostgresAsync);
        Tally.Of(workload.Answers).ShouldBe($"201 x {workload.Orders.Count}, {Refusal} x {workload.Refused}");
        workload.Orders.ShouldNotContain(static order => order.MissesRetryAfter);
        await EveryOrderShouldBeMadeOnceAsync(workload);
    }

    [Fact]
    public async Task RedisKilled_UnderLoad_NobodyNoticesAndNothingIsLost()
    {
        var workload = await fixture.CallersAsync();
        var made = 0;
        await RunAsync(workload, async () =>
        {
            await fixture.KillRedisAsync();
            made = workload.Made;
        }, () => workload.Made > made + Enough, fixture.StartRedisAsync);
        Tally.Of(workload.Answers).ShouldBe($"201 x {workload.Orders.Count}");
        await EveryOrderShouldBeMadeOnceAsync(workload);
    }

    /// <summary>Kills in the middle of the work, starts again once it has been felt, and lets the work go on for a while.</summary>
    private static async Task RunAsync(Workload workload, Func<Task> kill, Func<bool> isFelt, Func<Task> start)
    {
        using var enough = new CancellationTokenSource();
        var running = workload.RunAsync(Callers, enough.Token);
        await UntilAsync(() => workload.Made >= Enough, "the callers get images", running);
        await kill();
        await Task.Delay(Outage);
        await UntilAsync(isFelt, "the outage is felt", running);
        await start();
        var made = workload.Made;
        await UntilAsync(() => workload.Made >= made + Enough, "the callers get images again", running);
        await enough.CancelAsync();
        await running;
    }

    /// <summary>Fails at once, and with the reason, when a caller has given up.</summary>
    private static Task UntilAsync(Func<bool> condition, string what, Task running) => Calls.EventuallyAsync(async () =>
    {
        if (running.IsCompleted)
            await running;
        return condition();
    }, what, seconds: 60);

    private async Task EveryOrderShouldBeMadeOnceAsync(Workload workload)
    {
        workload.Orders.ShouldAllBe(static order => order.IsMade);
        foreach (var order in workload.Orders)
            fixture.CallsFor(order).ShouldBe(1, order.Prompt);
        var books = await fixture.System.SettledBooksAsync(seconds: 30);
        books.ShouldBalance();
    }
}
