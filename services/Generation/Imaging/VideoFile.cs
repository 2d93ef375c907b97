namespace NanoBanana.Generation.Imaging;

/// <summary>Measures a video of any kind that we keep. Only its structure is read: whether its frames can be decoded is not known here.</summary>
internal static class VideoFile
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Null for what is no video, or half of one. Bounded work, whatever the bytes are.</summary>
    /// <param name="file">Seekable; it is left anywhere.</param>
    public static async Task<VideoInfo?> MeasureAsync(Stream file, CancellationToken cancellationToken) =>
        await Mp4File.MeasureAsync(file, cancellationToken) ?? await ApngFile.MeasureAsync(file, cancellationToken);

    /// <summary>Null for what no video has.</summary>
    internal static VideoInfo? Of(string mediaType, double width, double height, double seconds)
    {
        const int maxSide = 1 << 16;
        return width is >= 1 and <= maxSide && height is >= 1 and <= maxSide && seconds > 0 && seconds <= Longest.TotalSeconds
            ? new VideoInfo(mediaType, (int)Math.Round(width), (int)Math.Round(height), TimeSpan.FromSeconds(seconds))
            : null;
    }
}
