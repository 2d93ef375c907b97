using System.IO.Enumeration;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Storage;

/// <summary>
/// Removes what a process that was killed during a write left in the folder. Nothing ever reads such a file, so this only gives the
/// disk its room back: late, seldom, and so many at a time.
/// </summary>
internal sealed partial class LeftoverSweep(
    IImageStore store, IOptions<StorageOptions> options, TimeProvider time, ILogger<LeftoverSweep> logger) : BackgroundService
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pace = TimeSpan.FromHours(6);

    // Far longer than any write takes, also one of another process on the same disk.
    private static readonly TimeSpan LeftAfter = TimeSpan.FromHours(1);
    private const int MaxRemoved = 1_000;

    private readonly string _root = Path.GetFullPath(options.Value.LocalPath);

    /// <summary>One sweep; the result is how many files it removed.</summary>
    internal int Sweep(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_root))
            return 0;
        var oldest = time.GetUtcNow() - LeftAfter;
        var removed = 0;
        foreach (var path in Leftovers(oldest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Delete(path);
            if (++removed == MaxRemoved)
                break;
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is not LocalImageStore)
            return;
        for (var wait = FirstAfter; ; wait = Pace)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                if (Sweep(stoppingToken) is > 0 and var removed)
                    Log.Removed(logger, removed);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.NotSwept(logger, exception);
            }
        }
    }

    private FileSystemEnumerable<string> Leftovers(DateTimeOffset before) => new(
        _root, static (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
    {
        // The name decides first, because the time of a file costs a call to the disk.
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            LocalImageStore.IsTemporary(entry.FileName) && !entry.IsDirectory && entry.LastWriteTimeUtc < before,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 3042, Level = LogLevel.Information, Message = "{Count} files of writes that broke off were removed from the image folder.")]
        public static partial void Removed(ILogger logger, int count);

        [LoggerMessage(EventId = 3043, Level = LogLevel.Warning, Message = "The image folder could not be swept; it will be again.")]
        public static partial void NotSwept(ILogger logger, Exception exception);
    }
}
