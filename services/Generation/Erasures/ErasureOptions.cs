using System.ComponentModel.DataAnnotations;

namespace NanoBanana.Generation.Erasures;

/// <summary>How deleted accounts are erased. Section <c>Erasure</c>.</summary>
public sealed class ErasureOptions
{
    public const string Section = "Erasure";

    /// <summary>How old an image that was sent must be before it is removed with its account: longer than a call takes to store one. Default 120.</summary>
    [Range(1, 3600, ErrorMessage = "Erasure:UploadGraceSeconds must be 1 to 3600.")]
    public int UploadGraceSeconds { get; set; } = 120;
}
