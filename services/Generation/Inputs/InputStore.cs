using System.Security.Cryptography;
using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Providers.Transport;
using NanoBanana.Generation.Storage;
using Npgsql;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// Keeps the images that callers sent, under keys of their own. The row comes before the object, so that whatever lies in the store is known and goes in its time,
/// also when the process ends between the two or the job that it was for is refused.
/// </summary>
internal sealed class InputStore(NpgsqlDataSource database, IImageStore store)
{
    private const string Add = """
        INSERT INTO generation.inputs (id, account_id, storage_key, media_type, width, height, length, sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    /// <summary>Throws <see cref="ImageStoreException"/> when the store refuses or does not answer.</summary>
    public async Task<InputImage> AddAsync(InputImage input, Guid accountId, SpooledFile file, ImageInfo info, CancellationToken cancellationToken)
    {
        var kept = await AddAsync(input, accountId, file.Length, file.Sha256, info, cancellationToken);
        await store.PutFileAsync(kept.StorageKey!, file.Rewind(), info.MediaType, cancellationToken);
        return kept;
    }

    /// <summary>The same of bytes that were made here.</summary>
    public async Task<InputImage> AddAsync(InputImage input, Guid accountId, ReadOnlyMemory<byte> bytes, ImageInfo info, CancellationToken cancellationToken)
    {
        var kept = await AddAsync(input, accountId, bytes.Length, SHA256.HashData(bytes.Span), info, cancellationToken);
        await store.PutAsync(kept.StorageKey!, bytes, info.MediaType, cancellationToken);
        return kept;
    }

    private async Task<InputImage> AddAsync(InputImage input, Guid accountId, long length, byte[] sha256, ImageInfo info, CancellationToken cancellationToken)
    {
        if (!store.Keeps)
            throw new ImageStoreException("Nothing is kept here, and so nothing that a job would need again.");
        var id = JobIds.New();
        var key = InputNames.StorageKey(id, info.MediaType);
        await using (var adding = database.CreateCommand(Add))
        {
            adding.Parameters.Add(new() { Value = id });
            adding.Parameters.Add(new() { Value = accountId });
            adding.Parameters.Add(new() { Value = key });
            adding.Parameters.Add(new() { Value = info.MediaType });
            adding.Parameters.Add(new() { Value = info.Width });
            adding.Parameters.Add(new() { Value = info.Height });
            adding.Parameters.Add(new() { Value = length });
            adding.Parameters.Add(new() { Value = sha256 });
            await adding.ExecuteNonQueryAsync(cancellationToken);
        }

        return input with { StorageKey = key, MediaType = info.MediaType, Width = info.Width, Height = info.Height, Length = length };
    }
}
