using System.Diagnostics;
using System.Threading.Channels;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Thumbnails;

/// <summary>
/// Makes thumbnails of new images before anybody asks, after their jobs have ended and at leisure: a tenth of a core at most, because whoever
/// waits for an image comes first. What does not fit into the queue, or is lost with the process, is made when it is asked for.
/// </summary>
internal sealed partial class ThumbnailsAhead(ThumbnailMaker thumbnails, TimeProvider time, ILogger<ThumbnailsAhead> logger) : BackgroundService
{
    private const int MostWaiting = 256;
    private const int RestFor = 9;
    private readonly Channel<(Guid JobId, int Image, string StorageKey)> _waiting =
        Channel.CreateBounded<(Guid JobId, int Image, string StorageKey)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>To be called once the images are their owner's: what a job came to is committed.</summary>
    public void Add(FinishedJob job)
    {
        foreach (var image in job.Images)
        {
            if (image.Delivered is { StorageKey: { } key, MediaType: ImageNames.MediaType })
                _waiting.Writer.TryWrite((job.JobId, image.Image, key));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (jobId, image, storageKey) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            var clock = Stopwatch.StartNew();

            // Whatever one image is not good for must not stop the service that makes them.
            try
            {
                await thumbnails.GetAsync(jobId, image, storageKey, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotMade(logger, exception);
            }

            await Task.Delay(clock.Elapsed * RestFor, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3711, Level = LogLevel.Warning, Message = "A thumbnail could not be made ahead; it will be when somebody asks for it.")]
        public static partial void NotMade(ILogger logger, Exception exception);
    }
}
