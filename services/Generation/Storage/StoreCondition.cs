namespace NanoBanana.Generation.Storage;

/// <summary>
/// Whether images can be kept now: what the last write told, checked again by a probe when that is old. Readiness shows it, and while a
/// folder refuses, no image is made that would be thrown away.
/// </summary>
internal sealed partial class StoreCondition(IImageStore store, TimeProvider time, ILogger<StoreCondition> logger)
{
    // A probe of S3 is a paid call; one of a folder that refuses is cheap, and each second it is shut costs callers images.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreshnessOfARefusal = TimeSpan.FromSeconds(2);
    private const string ProbeKey = "images/probe";
    private const int ProbeBytes = 4096;
    private const int MaxProbeBytes = 16 * 1024 * 1024;

    private sealed record Answer(bool Writable, DateTimeOffset At, string Key, int Bytes);

    private Answer? _last;
    private int _isProbing;

    /// <summary>
    /// The store as a maker of images may use it. Objects of an S3 service that refuses are delivered inline, so that only a folder
    /// stops the work.
    /// </summary>
    public async ValueTask<bool> AdmitsWorkAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _last) is not { Writable: false } || store.Backend != LocalImageStore.Name || await IsWritableAsync(cancellationToken);

    /// <summary>The last answer while it is fresh, otherwise a new one; one probe at a time, and nobody but its caller waits for it.</summary>
    public async ValueTask<bool> IsWritableAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && (time.GetUtcNow() - last.At < FreshnessOf(last) || Interlocked.Exchange(ref _isProbing, 1) == 1))
            return last.Writable;
        try
        {
            // As much as was refused, and in the same place: a disk with room for a few bytes must not look well.
            var (key, bytes) = last is null ? (ProbeKey, ProbeBytes) : (last.Key, last.Bytes);
            var writable = await store.IsWritableAsync(key, bytes, cancellationToken);
            Become(new Answer(writable, time.GetUtcNow(), writable ? ProbeKey : key, writable ? ProbeBytes : bytes), cause: null);
            return writable;
        }
        finally
        {
            Volatile.Write(ref _isProbing, 0);
        }
    }

    /// <summary>A write succeeded.</summary>
    public void Took()
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _last) is { Writable: true } last && now - last.At < Freshness / 2)
            return;
        Become(new Answer(Writable: true, now, ProbeKey, ProbeBytes), cause: null);
    }

    /// <summary>A write failed.</summary>
    public void Refused(string key, int bytes, ImageStoreException cause) =>
        Become(new Answer(Writable: false, time.GetUtcNow(), key, Math.Clamp(bytes, ProbeBytes, MaxProbeBytes)), cause);

    private void Become(Answer answer, ImageStoreException? cause)
    {
        var before = Interlocked.Exchange(ref _last, answer);
        if (!answer.Writable && before is not { Writable: false })
            Log.Refuses(logger, store.Backend, cause);
        else if (answer.Writable && before is { Writable: false })
            Log.TakesAgain(logger, store.Backend);
    }

    private TimeSpan FreshnessOf(Answer answer) =>
        answer.Writable || store.Backend != LocalImageStore.Name ? Freshness : FreshnessOfARefusal;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3040, Level = LogLevel.Error, Message = "The {Backend} image store does not accept writes.")]
        public static partial void Refuses(ILogger logger, string backend, Exception? exception);

        [LoggerMessage(EventId = 3041, Level = LogLevel.Warning, Message = "The {Backend} image store accepts writes again.")]
        public static partial void TakesAgain(ILogger logger, string backend);
    }
}
