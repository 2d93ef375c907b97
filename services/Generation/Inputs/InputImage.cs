using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Inputs;

/// <summary>
/// An image that a request brings along. As read it says only what it is (<see cref="Source"/>, which an <c>Idempotency-Key</c> is bound to) and where it
/// can be had; <see cref="InputKeeper"/> adds where it is kept, and that is what a job remembers of it.
/// </summary>
/// <param name="Source"><c>sha256:…</c> of bytes, <c>url:…</c> (the hash of an address), <c>image:…</c> of one of the account's own.</param>
internal sealed record InputImage(string Source)
{
    /// <summary>Whether it is no image to be seen, but says where the first one may be changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMask { get; init; }

    /// <summary>Of a mask: by how much of the image's longer side what it marks is widened, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Grow { get; init; }

    /// <summary>Where it lies in the store; null until it is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? StorageKey { get; init; }

    /// <summary><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? MediaType { get; init; }

    /// <summary>In pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Width { get; init; }

    /// <summary>In pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Height { get; init; }

    /// <summary>In bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Length { get; init; }

    /// <summary>The job that made it, when it is one of the account's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Guid? JobId { get; init; }

    /// <summary>Which of that job's images, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Image { get; init; }

    /// <summary>What it came as. Known to the process that took the call, until it is kept.</summary>
    [JsonIgnore]
    public InputOrigin? Origin { get; init; }
}
