using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Asks after an accepted order until it has ended, at the provider's own interval and then ever more seldom, with a jitter so that the
/// orders of a burst do not ask together. A callback only makes it ask at once: it is never believed by itself.
/// </summary>
internal sealed class OrderPoller(ResultDownload downloads, OrderCalls calls, TimeProvider time)
{
    private const double Growth = 1.4;
    private const int MostDownloads = 3;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="kind">What was asked for.</param>
    /// <param name="reference">Our own name of the order, by which its callback is known.</param>
    /// <param name="patience">What is left until it is given up.</param>
    public async Task<ProviderResult> WaitAsync(
        IPolledProvider provider, ProviderOrder order, MediaKind kind, string reference, TimeSpan interval, TimeSpan patience, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var downloadsLeft = MostDownloads;
        using var called = calls.Listen(reference);
        TimeSpan? asked = null;
        for (var pause = interval; time.GetElapsedTime(started) < patience; pause = Longer(pause, interval))
        {
            // The provider's own word counts when it asks for more patience than we have.
            await called.WaitAsync(Jitter(asked > pause ? asked.Value : pause), stopping);
            asked = null;
            var result = await provider.PollAsync(order, stopping);
            switch (result)
            {
                case ProviderResult.Running running:
                    asked = running.PollAfter;
                    break;
                case ProviderResult.Located located:
                    // A link that died is fresh again when the order is asked after once more.
                    var fetched = await downloads.FetchAsync(located, kind, stopping);
                    if (fetched is not ProviderResult.Failed || --downloadsLeft == 0)
                        return fetched;
                    break;
                default:
                    return result;
            }

            stopping.ThrowIfCancellationRequested();
        }

        return new ProviderResult.Failed(FailureClass.Unknown, "GIVEN_UP");
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan interval)
    {
        var limit = interval > Longest ? interval : Longest;
        var longer = pause * Growth;
        return longer < limit ? longer : limit;
    }

    private static TimeSpan Jitter(TimeSpan pause)
    {
        var jittered = pause * (0.9 + (Random.Shared.NextDouble() * 0.2));
        return jittered > Shortest ? jittered : Shortest;
    }
}
