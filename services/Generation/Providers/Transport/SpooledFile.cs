using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NanoBanana.Generation.Storage;

namespace NanoBanana.Generation.Providers.Transport;

/// <summary>
/// A result in a temporary file: a video is too large to be held in memory while it is fetched, measured and stored. The file loses its
/// name as soon as it is open, so that nothing of it is left when its owner, or the whole process, is gone.
/// </summary>
internal sealed class SpooledFile : IAsyncDisposable
{
    /// <summary>The most bytes of one: ten times what a minute in 4K takes. More is not a video that anybody sells, but a disk to be filled.</summary>
    public const long Limit = 1024L * 1024 * 1024;

    private const int BlockSize = 32 * 1024;

    // Held for as long as the process: with S3 no folder's store registers it.
    private static readonly PosixSignalRegistration Ignored = DiskFault.SurviveFileSizeLimit();

    private readonly FileStream _file;

    private SpooledFile(FileStream file, byte[] sha256)
    {
        _file = file;
        Sha256 = sha256;
        Length = file.Length;
    }

    /// <summary>In bytes, at most <see cref="Limit"/>.</summary>
    public long Length { get; }

    public byte[] Sha256 { get; }

    /// <summary>The content from its beginning, seekable. One reader at a time; it belongs to this file and ends with it.</summary>
    public Stream Rewind()
    {
        _file.Position = 0;
        return _file;
    }

    /// <summary>
    /// Copies what comes from elsewhere. Null when that is longer than the limit. A fault of our own disk is an
    /// <see cref="ImageStoreException"/>; faults of the source are thrown as they are.
    /// </summary>
    /// <param name="folder">Where there must be room for it.</param>
    /// <param name="limit">In bytes.</param>
    public static async Task<SpooledFile?> CopyAsync(Stream source, string folder, CancellationToken cancellationToken, long limit = Limit)
    {
        var file = Create(folder);
        SpooledFile? spooled = null;
        try
        {
            return spooled = await FillAsync(file, source, limit, cancellationToken);
        }
        finally
        {
            if (spooled is null)
                await DiscardAsync(file);
        }
    }

    public ValueTask DisposeAsync() => DiscardAsync(_file);

    /// <summary>The file is the caller's until this returns one.</summary>
    internal static async Task<SpooledFile?> FillAsync(FileStream file, Stream source, long limit, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (var length = 0L; ;)
            {
                var read = await source.ReadAsync(block, cancellationToken);
                if (read == 0)
                    return new SpooledFile(file, hash.GetHashAndReset());
                length += read;
                if (length > limit)
                    return null;
                hash.AppendData(block, 0, read);
                await WriteAsync(file, block.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static FileStream Create(string folder)
    {
        // Exclusively, under a name that nobody guesses, for nobody else: the folder is everybody's.
        var path = Path.Combine(folder, $"nanobanana-{Guid.NewGuid():n}.tmp");
        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            File.Delete(path);
            return file;
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            throw NoRoom(exception);
        }
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(block, cancellationToken);
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            throw NoRoom(exception);
        }
    }

    private static async ValueTask DiscardAsync(FileStream file)
    {
        try
        {
            await file.DisposeAsync();
        }
        catch (Exception exception) when (DiskFault.Is(exception))
        {
            // Nothing of it is wanted any more.
        }
    }

    private static ImageStoreException NoRoom(Exception cause) => new($"The temporary folder does not take a result: {cause.Message}", cause);
}
