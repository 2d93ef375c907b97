using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Every process of every service is told to stop and started again on its address, one of each service at a time, while callers make images, sign in, use keys that
/// nobody remembers, read and follow. Each starts again with other keys to sign with, so that processes of both kinds talk to each other. No call fails, although none is ever repeated, and
/// nothing is lost or charged twice.
/// </summary>
public sealed class RollingRestartTests(RollingFixture fixture, ITestOutputHelper output) : IClassFixture<RollingFixture>
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(RollingFixture.NoticeSeconds + RollingFixture.DrainSeconds);
    private readonly ConcurrentBag<TimeSpan> _stops = [];
    private readonly SemaphoreSlim _starting = new(1);

    [Fact]
    public async Task EveryProcessInTurn_UnderLoadAndWithNewKeys_NoCallFailsAndTheBooksBalance()
    {
        fixture.Gemini.Switchboard.Latency = TimeSpan.FromMilliseconds(400);
        using var balancer = new Balancer(fixture.System.Services.Gateways);
        var caller = await fixture.CallerAsync(balancer);
        var follower = new RollingFollower(caller, balancer);
        var last = long.MaxValue;
        using var enough = new CancellationTokenSource();
        var calling = caller.RunAsync(enough.Token);
        var following = follower.RunAsync(() => Volatile.Read(ref last));

        await Task.WhenAll(fixture.Services.Select(RestartInTurnAsync));
        await enough.CancelAsync();
        await calling;
        var books = await fixture.System.SettledBooksAsync();
        Volatile.Write(ref last, await fixture.System.CountAsync("SELECT last_event FROM generation.accounts WHERE account_id = $1", caller.AccountId));

        // One more event, for a follower that has seen the last and waits for the next.
        using (var more = await caller.Client.GenerateAsync(new { prompt = "the last banana" }))
            await more.ShouldBeAsync(HttpStatusCode.Created);
        await following.WaitAsync(TimeSpan.FromSeconds(20));
        await balancer.StopAsync();

        output.WriteLine(
            $"{Tally.Of(caller.Answers)}; stops took up to {_stops.Max().TotalSeconds:0.0} s; {follower.Ends} ends of followers; {balancer.Panics} without a gateway");
        caller.Answers.Where(static answer => answer.StartsWith("failed", StringComparison.Ordinal)).ShouldBeEmpty();
        balancer.Panics.ShouldBe(0);
        _stops.Count.ShouldBe(10);
        _stops.Max().ShouldBeLessThan(Longest);
        books.ShouldBalance();
        var jobs = books.Jobs.Where(job => job.AccountId == caller.AccountId).ToDictionary(static job => $"gen_{job.Id}");
        jobs.Keys.Order().ShouldBe(caller.Accepted.Order());
        jobs.Values.ShouldAllBe(static job => job.State == "succeeded" && job.Charged == 20);
        follower.BadEnds.ShouldBeEmpty();
        follower.Ends.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var seen in new[] { follower.Streamed, follower.Pushed })
            seen.ShouldBe(Enumerable.Range(1, seen.Count).Select(static number => (long)number));
    }

    private async Task RestartInTurnAsync(IReadOnlyList<ServiceProcess> processes)
    {
        foreach (var process in processes)
        {
            var stopping = Stopwatch.StartNew();
            (await process.StopAsync()).ShouldBe(0, process.Output);
            _stops.Add(stopping.Elapsed);
            stopping.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(RollingFixture.NoticeSeconds - 1));
            RollingFixture.Rotate(process);

            // One at a time: a machine with two processors has enough to do with the callers.
            await _starting.WaitAsync();
            try
            {
                await process.StartAndWaitAsync();
                await process.WaitUntilReadyAsync();
            }
            finally
            {
                _starting.Release();
            }
        }
    }
}
