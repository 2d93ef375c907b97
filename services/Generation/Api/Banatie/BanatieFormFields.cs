using NanoBanana.Generation.Api.Documents;
using NanoBanana.Generation.Enhancing;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>The form of <c>POST /api/generate</c>, for the document: what <see cref="GenerateFromForm"/> reads.</summary>
internal static class BanatieFormFields
{
    public static IReadOnlyList<FormField> All { get; } =
    [
        FormField.Text("prompt", "What is wanted.", GenerateFromForm.MaxPrompt) with { IsRequired = true },
        FormField.Text("filename", "What the image is called, without an ending; what is no letter, digit, _ or - becomes -.") with { IsRequired = true },
        FormField.Images(FormReader.Files, "PNG, JPEG or WebP, at most 5 MB each.", FormReader.MaxFiles),
        FormField.Flag("autoEnhance", "Whether the prompt is enhanced first."),
        FormField.Json(FormOptions.Part, nameof(EnhancementWish)),
    ];
}
