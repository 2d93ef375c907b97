namespace NanoBanana.Generation.Storage;

/// <summary>Keeps nothing: answers carry the image itself.</summary>
internal sealed class NoImageStore : IImageStore
{
    public const string Name = "none";

    public string Backend => Name;

    public bool Keeps => false;

    public Task PutAsync(string key, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PutFileAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken) => Task.CompletedTask;

    public Uri? SignedUrl(string key, TimeSpan lifetime) => null;

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> IsWritableAsync(string key, int bytes, CancellationToken cancellationToken) => Task.FromResult(true);
}
