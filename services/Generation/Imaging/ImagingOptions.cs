using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Imaging;

/// <summary>Limits of decoding images.</summary>
internal sealed class ImagingOptions
{
    public const string Section = "Imaging";

    /// <summary>Larger images are not decoded: a few kilobytes can claim to be gigabytes of pixels. Default 64.</summary>
    [Range(1, 1024, ErrorMessage = "Imaging:MaxMegapixels must be from 1 to 1024.")]
    public int MaxMegapixels { get; set; } = 64;
}
