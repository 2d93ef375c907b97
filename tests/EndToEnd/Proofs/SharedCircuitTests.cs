using System.Diagnostics;
using System.Net;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// What one process has learned of a provider holds in the other: its circuit opens for both, lets one probe of all through, and closes
/// for both. Without Redis each goes by what it has met itself.
/// </summary>
public sealed class SharedCircuitTests(CircuitFixture fixture) : IClassFixture<CircuitFixture>, IAsyncLifetime
{
    private const string Model = "gemini-nano-banana-2.1";
    private const int Failures = 5;
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1.5);
    private HttpClient[] _processes = [];

    public async ValueTask InitializeAsync()
    {
        var account = (await fixture.CallersAsync()).AccountId;
        _processes = [fixture.System.ClientAt(0, account), fixture.System.ClientAt(1, account)];
        fixture.Gemini.Switchboard.Reset();
        await ClosedAsync();
        fixture.Gemini.Switchboard.Reset();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FailuresAtOneProcess_OpenTheCircuitForBoth_OneProbeOfAllCallsPasses_TwoSuccessesCloseIt()
    {
        await OpenAsync(process: 0);
        var opened = Stopwatch.StartNew();
        await Calls.EventuallyAsync(async () => await CircuitAsync(1) == "open", "the other process knows", seconds: 5);
        opened.Elapsed.ShouldBeLessThan(Spread);
        (await MadeByAsync(1)).ShouldBe("openai");
        (await MadeByAsync(0)).ShouldBe("openai");
        fixture.Calls.ShouldBe(Failures);

        // It takes as long as it takes: the time of the circuit, not a guess about somebody's work.
        var remaining = CircuitFixture.Open - opened.Elapsed;
        await Task.Delay(remaining > TimeSpan.Zero ? remaining + TimeSpan.FromMilliseconds(50) : TimeSpan.Zero);
        fixture.Gemini.Switchboard.Default = "ok";
        var answering = new TaskCompletionSource();
        fixture.Gemini.Switchboard.Until = answering.Task;
        var burst = Enumerable.Range(0, 20).Select(number => MadeByAsync(number % 2)).ToList();
        await Calls.EventuallyAsync(() => Task.FromResult(burst.Count(static call => call.IsCompleted) >= 19), "all calls but the probe are served elsewhere", seconds: 30);
        fixture.Calls.ShouldBe(Failures + 1);
        answering.SetResult();
        (await Task.WhenAll(burst)).Count(static provider => provider == "google").ShouldBe(1);

        // The second probe is the first call of whoever knows by then that the first one went well.
        (await CircuitAsync(0), await CircuitAsync(1)).ShouldNotBe(("closed", "closed"));
        await Calls.EventuallyAsync(async () => await MadeByAsync(0) == "google", "the second probe passes", seconds: 5);
        fixture.Calls.ShouldBe(Failures + 2);
        var closed = Stopwatch.StartNew();
        await Calls.EventuallyAsync(async () => await CircuitAsync(0) == "closed" && await CircuitAsync(1) == "closed", "both know that it is closed", seconds: 5);
        closed.Elapsed.ShouldBeLessThan(Spread);
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => MadeByAsync(number % 2)));
        made.ShouldAllBe(static provider => provider == "google");
    }

    [Fact]
    public async Task FailedProbe_OpensItAgainForBoth()
    {
        await OpenAsync(process: 1);
        await Task.Delay(CircuitFixture.Open + TimeSpan.FromMilliseconds(50));
        (await MadeByAsync(1)).ShouldBe("openai");
        fixture.Calls.ShouldBe(Failures + 1);
        (await CircuitAsync(1)).ShouldBe("open");
        (await MadeByAsync(0)).ShouldBe("openai");
        (await CircuitAsync(0)).ShouldBe("open");
        fixture.Calls.ShouldBe(Failures + 1);

        // Not for good: after the same time there is another probe.
        await Task.Delay(CircuitFixture.Open + TimeSpan.FromMilliseconds(50));
        (await MadeByAsync(0)).ShouldBe("openai");
        fixture.Calls.ShouldBe(Failures + 2);
    }

    [Fact]
    public async Task RedisKilled_CircuitsGoOnPerProcessAndCallsGoOn()
    {
        await fixture.KillRedisAsync();
        try
        {
            await OpenAsync(process: 0);
            (await MadeByAsync(0)).ShouldBe("openai");
            fixture.Calls.ShouldBe(Failures);
            (await CircuitAsync(1)).ShouldBe("closed");
            (await MadeByAsync(1)).ShouldBe("openai");
            fixture.Calls.ShouldBe(Failures + 1);
        }
        finally
        {
            await fixture.StartRedisAsync();
        }

        fixture.Gemini.Switchboard.Default = "ok";
        await ClosedAsync();
        (await MadeByAsync(0)).ShouldBe("google");
    }

    /// <summary>Fails at Google as often as it takes, one call after the other at one process.</summary>
    private async Task OpenAsync(int process)
    {
        fixture.Gemini.Switchboard.Default = "internal";
        for (var i = 0; i < Failures; i++)
            (await MadeByAsync(process)).ShouldBe("openai");
        fixture.Calls.ShouldBe(Failures);
        (await CircuitAsync(process)).ShouldBe("open");
    }

    /// <summary>Calls until the circuits of both are closed, as one test leaves them to the next.</summary>
    private Task ClosedAsync() => Calls.EventuallyAsync(async () =>
    {
        if (await CircuitAsync(0) == "closed" && await CircuitAsync(1) == "closed")
            return true;
        fixture.Gemini.Switchboard.Default = "ok";
        await MadeByAsync(0);
        return false;
    }, "the circuits close", seconds: 30);

    private async Task<string> MadeByAsync(int process)
    {
        using var response = await _processes[process].GenerateAsync(new { prompt = "who makes it", size = "256x256" });
        await response.ShouldBeAsync(HttpStatusCode.Created);
        return response.Headers.GetValues("X-Provider").Single();
    }

    private async Task<string> CircuitAsync(int process)
    {
        var health = await _processes[process].GetJsonAsync("/api/generate/providers/google/health");
        return (string)health["models"]!.AsArray().Single(model => (string)model!["id"]! == Model)!["circuit"]!;
    }
}
