using System.Collections.Concurrent;
using System.Diagnostics;

namespace NanoBanana.EndToEnd.Proofs;

/// <summary>
/// The hourly window of a key under four gateways: no hour, wherever it begins, sees more than the limit, and nobody is refused while the
/// hour has room. Judged from outside, by when each call left and when its answer came: the decision lies somewhere in between.
/// </summary>
public sealed class WindowTests(WindowFixture fixture) : IClassFixture<WindowFixture>
{
    private const int Limit = 10;
    private const int CallersPerGateway = 2;
    private static readonly TimeSpan Tolerance = WindowFixture.Tick * 10;
    private static readonly TimeSpan Length = WindowFixture.Hour * 2.6;

    private sealed record Call(TimeSpan Sent, TimeSpan Answered, string Answer);

    [Fact]
    public async Task OneKey_OverFourGateways_GetsItsLimitInEveryHourAndNeverMore()
    {
        var (keyId, key) = await (await fixture.System.SignUpAsync()).CreateKeyAsync();
        using var enough = new CancellationTokenSource();
        var passing = WindowFixture.PassTimeAsync(keyId, enough.Token);
        var calls = new ConcurrentBag<Call>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, fixture.System.Services.Gateways.Count * CallersPerGateway).Select(async caller =>
        {
            var client = fixture.System.ClientOf(caller / CallersPerGateway, key);
            for (var call = 0; clock.Elapsed < Length; call++)
            {
                var sent = clock.Elapsed;
                using var response = await client.GenerateAsync(new { prompt = $"caller {caller} call {call}", size = "256x256" });
                calls.Add(new Call(sent, clock.Elapsed, Tally.NameOf(response)));
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }));
        await enough.CancelAsync();
        await passing;

        calls.Select(static call => call.Answer).Distinct(StringComparer.Ordinal).ShouldBeSubsetOf(["201", "429 limits.rate_exceeded"]);
        var admitted = calls.Where(static call => call.Answer == "201").OrderBy(static call => call.Sent).ToList();
        var refused = calls.Where(static call => call.Answer != "201").ToList();
        foreach (var first in admitted)
        {
            var end = first.Sent + WindowFixture.Hour - Tolerance;
            admitted.Count(call => call.Sent >= first.Sent && call.Answered < end).ShouldBeLessThanOrEqualTo(Limit, $"the hour from {first.Sent}");
        }

        foreach (var call in refused)
        {
            var begin = call.Sent - WindowFixture.Hour - Tolerance;
            admitted.Count(other => other.Answered > begin && other.Sent < call.Answered).ShouldBeGreaterThanOrEqualTo(Limit, $"refused at {call.Sent}");
        }

        refused.ShouldNotBeEmpty();
        admitted.Count.ShouldBeInRange(2 * Limit, 3 * Limit);
    }
}
