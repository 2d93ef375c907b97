namespace NanoBanana.Generation.Imaging;

/// <summary>What an encoded image is, read from its own bytes.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record ImageInfo(string MediaType, int Width, int Height);
