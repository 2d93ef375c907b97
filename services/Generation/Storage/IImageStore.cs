namespace NanoBanana.Generation.Storage;

/// <summary>Where image bytes live. Keys are derived from the job, so that storing twice stores the same.</summary>
internal interface IImageStore
{
    /// <summary><c>s3</c>, <c>local</c> or <c>none</c>.</summary>
    string Backend { get; }

    /// <summary>False when nothing is kept and answers carry the bytes (<c>STORAGE_BACKEND=none</c>).</summary>
    bool Keeps { get; }

    /// <summary>Writes one object whole or not at all. Throws <see cref="ImageStoreException"/> when the store refuses or does not answer.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken);

    /// <summary>The same for one that is too large to be held in memory, copied as it is read.</summary>
    /// <param name="content">Seekable, at its beginning; it stays the caller's.</param>
    Task PutFileAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken);

    /// <summary>A fresh signed address of an object, or null when the store has none and the bytes are streamed by us.</summary>
    Uri? SignedUrl(string key, TimeSpan lifetime);

    /// <summary>Opens an object for reading, or null when it is gone. Throws <see cref="ImageStoreException"/> when the store does not answer.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is removed already. Throws <see cref="ImageStoreException"/> when the store refuses or does not answer.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether the store would take an object of this size beside <paramref name="key"/> now.</summary>
    Task<bool> IsWritableAsync(string key, int bytes, CancellationToken cancellationToken);
}

/// <summary>The store refused, is full or does not answer. The message is for our log only.</summary>
internal sealed class ImageStoreException(string message, Exception? inner = null) : Exception(message, inner);
