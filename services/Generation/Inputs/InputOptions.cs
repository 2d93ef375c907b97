using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Inputs;

/// <summary>Limits of the images that requests bring along. Section <c>Inputs</c>.</summary>
internal sealed class InputOptions
{
    public const string Section = "Inputs";

    /// <summary>Of one image, in bytes, unless its family allows less. Default 20 MiB.</summary>
    [Range(1, 50 * 1024 * 1024, ErrorMessage = "Inputs:MaxBytes must be 1 to 52428800.")]
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Of one image, width times height in millions: a few kilobytes can claim to be gigabytes of pixels. Default 32.</summary>
    [Range(1, 256, ErrorMessage = "Inputs:MaxMegapixels must be from 1 to 256.")]
    public int MaxMegapixels { get; set; } = 32;

    /// <summary>Of fetching an image from where a request says it lies, in seconds. Default 10.</summary>
    [Range(1, 120, ErrorMessage = "Inputs:FetchSeconds must be from 1 to 120.")]
    public int FetchSeconds { get; set; } = 10;

    /// <summary>How many bytes of input images a process holds in memory at the same time; calls beyond that wait their turn. Default 96 MiB.</summary>
    [Range(1024 * 1024, int.MaxValue, ErrorMessage = "Inputs:MemoryBytes must be 1048576 or more.")]
    public int MemoryBytes { get; set; } = 96 * 1024 * 1024;

    /// <summary>How long uploaded images are kept, in days. Default 30.</summary>
    [Range(2, 3_650, ErrorMessage = "Inputs:KeepDays must be from 2 to 3650.")]
    public int KeepDays { get; set; } = 30;
}
