using System.Collections.Concurrent;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Storage;
using Npgsql;

namespace NanoBanana.Generation.Thumbnails;

/// <summary>
/// Reads thumbnails, and makes those that are not there yet: once, however many ask at the same time, and for good. Any process makes the
/// same bytes under the same key, so that two of them do no harm.
/// </summary>
internal sealed partial class ThumbnailMaker(IImageStore store, IImageCodec codec, NpgsqlDataSource database, ILogger<ThumbnailMaker> logger)
    : IAsyncDisposable
{
    /// <summary>The longer side is at most this many pixels.</summary>
    public const int Edge = 512;

    // Only the owner's deletion makes a row answer true; one whose job is still being ended is not there yet.
    private const string IsDeleted = "SELECT deleted_at IS NOT NULL FROM generation.images WHERE job_id = $1 AND image = $2";

    // As many as are worked on at once; what waits does not hold its bytes yet.
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);
    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> _underWay = new(StringComparer.Ordinal);

    /// <summary>
    /// A thumbnail's bytes, some tens of kilobytes; null when the image is gone or cannot be decoded. Throws <see cref="ImageStoreException"/>
    /// when the store does not answer.
    /// </summary>
    /// <param name="jobId">Whose image it is.</param>
    /// <param name="image">From 1.</param>
    /// <param name="storageKey">Where the image lies.</param>
    /// <param name="cancellationToken">Ends the wait; what others wait for, too, is made nevertheless.</param>
    public async Task<byte[]?> GetAsync(Guid jobId, int image, string storageKey, CancellationToken cancellationToken)
    {
        var key = ThumbnailNames.StorageKey(jobId, image);
        if (await ReadAsync(key, cancellationToken) is { } known)
            return known;
        var making = _underWay.GetOrAdd(key, _ => new Lazy<Task<byte[]?>>(() => Task.Run(() => MakeAsync(jobId, image, key, storageKey), CancellationToken.None)));
        return await making.Value.WaitAsync(cancellationToken);
    }

    /// <summary>A process that ends waits for what it is making: nothing is written behind its back.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var making in _underWay.Values)
            await ((Task)making.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _places.Dispose();
    }

    private async Task<byte[]?> MakeAsync(Guid jobId, int image, string key, string storageKey)
    {
        await _places.WaitAsync();
        try
        {
            if (await ReadAsync(storageKey, CancellationToken.None) is not { } original || await codec.ToThumbnailAsync(original, Edge) is not { } made)
                return null;
            using (made)
            {
                await KeepAsync(jobId, image, key, made);
                return made.Memory.ToArray();
            }
        }
        finally
        {
            _places.Release();
            _underWay.TryRemove(key, out _);
        }
    }

    /// <summary>Whoever asked gets it also when it cannot be kept: the next one makes it again.</summary>
    private async Task KeepAsync(Guid jobId, int image, string key, PooledBytes made)
    {
        try
        {
            await store.PutAsync(key, made.Memory, ThumbnailNames.MediaType, CancellationToken.None);

            // The image may have been deleted, and its thumbnail with it, while this one was being made.
            await using var asking = database.CreateCommand(IsDeleted);
            asking.Parameters.Add(new() { Value = jobId });
            asking.Parameters.Add(new() { Value = image });
            if (await asking.ExecuteScalarAsync() is true)
                await store.DeleteAsync(key, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ImageStoreException or NpgsqlException or TimeoutException)
        {
            Log.NotKept(logger, exception);
        }
    }

    private async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(key, cancellationToken) is not { } stream)
            return null;
        await using (stream)
        {
            try
            {
                using var buffer = new MemoryStream(stream.CanSeek ? (int)stream.Length : 0);
                await stream.CopyToAsync(buffer, cancellationToken);
                return buffer.Length == buffer.Capacity ? buffer.GetBuffer() : buffer.ToArray();
            }
            catch (Exception exception) when (DiskFault.Is(exception) || exception is HttpRequestException)
            {
                // It was opened, and the disk or the connection failed in the middle.
                throw new ImageStoreException($"{key} could not be read to its end: {exception.Message}", exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3710, Level = LogLevel.Warning, Message = "A thumbnail was made and could not be kept; it will be made again.")]
        public static partial void NotKept(ILogger logger, Exception exception);
    }
}
