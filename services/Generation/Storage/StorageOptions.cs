namespace NanoBanana.Generation.Storage;

/// <summary>Where images are kept.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// <c>s3</c>, <c>local</c> or <c>none</c>. Default: <c>s3</c> when any setting of S3 is given and it is not switched off, else
    /// <c>local</c>.
    /// </summary>
    public string? Backend { get; set; }

    /// <summary>The folder of the <c>local</c> backend. Default <c>./images</c>.</summary>
    public string LocalPath { get; set; } = "./images";

    /// <summary>
    /// Where a video lies until it is kept: room for 1 GiB times as many as come at once. Default unset: the system's own folder for
    /// temporary files, which <c>TMPDIR</c> names and which is memory on some systems.
    /// </summary>
    public string? SpoolPath { get; set; }

    /// <summary>What <see cref="SpoolPath"/> comes to.</summary>
    public string EffectiveSpoolPath => string.IsNullOrWhiteSpace(SpoolPath) ? Path.GetTempPath() : SpoolPath.Trim();

    /// <summary>An S3 service: R2, MinIO or any other.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>What <see cref="Backend"/> comes to.</summary>
    public string EffectiveBackend => !string.IsNullOrWhiteSpace(Backend)
        ? Backend.Trim().ToLowerInvariant()
        : S3 is { IsGiven: true, Enabled: not false } ? S3ImageStore.Name : LocalImageStore.Name;
}
