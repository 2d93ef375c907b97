using System.Diagnostics;
using System.Globalization;
using NanoBanana.Testing.Processes;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// Any process at any moment: one after the other is killed, or frozen for longer than its leases last, while callers call. It runs for
/// some seconds; <c>./test.sh --soak SECONDS</c> makes that as long as one likes.
/// </summary>
public sealed class ChaosTests(ChaosFixture fixture) : IClassFixture<ChaosFixture>
{
    private const int Callers = 6;
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AnyProcessKilledOrFrozen_UnderLoad_EveryOrderEndsOnceAndIsPaidForIfMade()
    {
        var length = TimeSpan.FromSeconds(int.TryParse(
            Environment.GetEnvironmentVariable("NANOBANANA_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 15);
        var workload = await fixture.CallersAsync();
        using var enough = new CancellationTokenSource();
        var running = workload.RunAsync(Callers, enough.Token);
        var victims = fixture.System.Services.All.ToList();
        var turn = 0;
        for (var passed = Stopwatch.StartNew(); passed.Elapsed < length && !running.IsCompleted; turn++)
            await StrikeAsync(victims[turn % victims.Count], freeze: turn / victims.Count % 2 == 1);
        await enough.CancelAsync();
        await running;

        workload.Orders.ShouldNotBeEmpty();
        foreach (var order in workload.Orders)
        {
            order.Answers[^1].ShouldBeOneOf("201", "502 generation.outcome_unknown");
            order.Answers.SkipLast(1).ShouldAllBe(static answer => answer == "no answer" || answer == "503 service.unavailable", Tally.Of(order.Answers));
            fixture.CallsFor(order).ShouldBeInRange(order.IsMade ? 1 : 0, 1, order.Prompt);
        }

        var books = await fixture.System.SettledBooksAsync(seconds: 40);
        books.ShouldBalance();
        books.Succeeded.Count(job => job.AccountId == workload.AccountId).ShouldBe(workload.Made);
    }

    private static async Task StrikeAsync(ServiceProcess victim, bool freeze)
    {
        if (freeze)
        {
            victim.Pause();
            await Task.Delay(Frozen);
            victim.Resume();
        }
        else
        {
            await victim.KillAsync();
            await victim.StartAndWaitAsync();
        }

        await Task.Delay(Breath);
    }
}
