using System.Collections.Concurrent;
using System.Threading.Channels;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Partials;

/// <summary>
/// Shows partial images of a job to those who wait for it: to the caller who began it, whose feed the job carries, and to repeats of that call, here and in other
/// processes. They are hints, stored nowhere: no trouble with them reaches the job.
/// </summary>
internal sealed class PartialRelay(PartialChannel others, RunningJobs running, IImageCodec codec) : BackgroundService
{
    private const int MostOutgoing = 4;
    private readonly PartialBudget _budget = new();
    private readonly ConcurrentDictionary<PartialFeed, Guid> _repeats = new();
    private readonly Channel<(Guid JobId, PartialImage Partial)> _outgoing = Channel.CreateBounded<(Guid, PartialImage)>(
        new BoundedChannelOptions(MostOutgoing) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>For a caller who would see so many.</summary>
    public PartialFeed Open(int count) => new(count, _budget);

    /// <summary>Shows one to all who wait, and waits for none of them.</summary>
    /// <param name="encoded">Copied.</param>
    public void Show(JobRecord job, int index, ReadOnlySpan<byte> encoded)
    {
        if (PartialImage.Of(index, encoded, codec) is not { } partial)
            return;
        job.Request.Partials?.Offer(partial);
        foreach (var (feed, jobId) in _repeats)
        {
            if (jobId == job.Id)
                feed.Offer(partial);
        }

        _outgoing.Writer.TryWrite((job.Id, partial));
    }

    /// <summary>Lets a repeat see what its job shows from now on, until disposed of; null when it would see nothing. The caller has made sure that the job is its own.</summary>
    public Listener? Listen(Guid jobId, PartialFeed? feed)
    {
        if (feed is null)
            return null;
        _repeats[feed] = jobId;

        // Not waited for: a Redis that is slow does not hold up the call.
        return new Listener(this, feed, running.Find(jobId) is null ? others.ListenAsync(jobId, feed.Offer) : null);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (jobId, partial) in _outgoing.Reader.ReadAllAsync(stoppingToken))
            await others.TellAsync(jobId, partial);
    }

    internal sealed class Listener(PartialRelay owner, PartialFeed feed, Task<Action?>? elsewhere) : IDisposable
    {
        public void Dispose()
        {
            owner._repeats.TryRemove(feed, out _);
            if (elsewhere is not null)
                _ = EndAsync(elsewhere);
        }

        private static async Task EndAsync(Task<Action?> listening)
        {
            if (await listening is { } end)
                end();
        }
    }
}
