using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Storage;

/// <summary>
/// A folder. An object is written beside its place, flushed to the disk and renamed, so that a reader or a crash never meets half of
/// one. Several processes share the folder only when they share the disk.
/// </summary>
internal sealed class LocalImageStore(IOptions<StorageOptions> options) : IImageStore, IDisposable
{
    public const string Name = "local";
    private const string TemporaryEnding = ".tmp";
    private const int TemporaryLength = 1 + 32 + 4;

    // Of each file that is being copied: as many at once as there are uploads.
    private const int CopyBlock = 64 * 1024;

    private readonly PosixSignalRegistration _ignored = DiskFault.SurviveFileSizeLimit();

    private readonly string _root = Path.GetFullPath(options.Value.LocalPath);

    public string Backend => Name;

    public bool Keeps => true;

    public Task PutAsync(string key, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken) =>
        StorageActivity.PutAsync(Name, bytes.Length, () => PlaceAsync(key, bytes.Length, file => file.WriteAsync(bytes, cancellationToken).AsTask()));

    public Task PutFileAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken) =>
        StorageActivity.PutAsync(Name, content.Length, () => PlaceAsync(key, content.Length, file => content.CopyToAsync(file, CopyBlock, cancellationToken)));

    private async Task PlaceAsync(string key, long length, Func<FileStream, Task> write)
    {
        var target = PathOf(key);
        var folder = Path.GetDirectoryName(target)!;
        var temporary = TemporaryIn(folder);
        try
        {
            Directory.CreateDirectory(folder);
            await WriteAsync(temporary, length, write);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            Discard(temporary);
            if (DiskFault.Is(exception))
                throw new ImageStoreException($"The folder {_root} does not take an image: {exception.Message}", exception);
            throw;
        }
    }

    public Uri? SignedUrl(string key, TimeSpan lifetime) => null;

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            throw new ImageStoreException($"The folder {_root} cannot be read: {exception.Message}", exception);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(key));
            return Task.CompletedTask;
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            throw new ImageStoreException($"The folder {_root} does not let go of an image: {exception.Message}", exception);
        }
    }

    public async Task<bool> IsWritableAsync(string key, int bytes, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(PathOf(key))!;
        var probe = TemporaryIn(folder);
        try
        {
            Directory.CreateDirectory(folder);
            await WriteAsync(probe, bytes, file => file.WriteAsync(new byte[bytes], cancellationToken).AsTask());
            return true;
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            return false;
        }
        finally
        {
            Discard(probe);
        }
    }

    /// <summary>Whether a file name is one that a write uses until it is whole.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.Length == TemporaryLength && name[0] == '.' && name.EndsWith(TemporaryEnding, StringComparison.Ordinal)
        && Guid.TryParseExact(name[1..^TemporaryEnding.Length], "n", out _);

    private static string TemporaryIn(string folder) => Path.Combine(folder, $".{Guid.NewGuid():n}{TemporaryEnding}");

    public void Dispose() => _ignored.Dispose();

    private static async Task WriteAsync(string path, long length, Func<FileStream, Task> write)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            // Reserving the space first finds a full disk before anything is written.
            PreallocationSize = length,
        });
        await write(file);
        file.Flush(flushToDisk: true);
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            // The disk that refused the file may refuse this too; the name is never served.
        }
    }

    private string PathOf(string key)
    {
        ObjectKey.Require(key);
        return Path.Combine(_root, key);
    }
}
