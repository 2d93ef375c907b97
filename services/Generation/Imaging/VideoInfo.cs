namespace NanoBanana.Generation.Imaging;

/// <summary>What a video is, read from its own structure.</summary>
/// <param name="MediaType"><c>video/mp4</c>, or <c>image/apng</c> of the sandbox.</param>
/// <param name="Width">In pixels, as it is shown: after its rotation.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Duration">Above 0, at most a day.</param>
internal sealed record VideoInfo(string MediaType, int Width, int Height, TimeSpan Duration);
