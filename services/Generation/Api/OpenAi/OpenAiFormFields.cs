using NanoBanana.Generation.Api.Documents;

namespace NanoBanana.Generation.Api.OpenAi;

/// <summary>An edit's form, for the document: what <see cref="OpenAiForm"/> reads.</summary>
internal static class OpenAiFormFields
{
    public static IReadOnlyList<FormField> All { get; } =
    [
        FormField.Images("image", "What is edited; PNG, JPEG or WebP. The parts may be called image[] as well.", OpenAiEditImages.Most, least: 1) with { IsRequired = true },
        FormField.Image("mask", "Of the first image's shape: transparent where it may be changed."),
        FormField.Text("prompt", "What is wanted.", OpenAiReader.MaxPrompt) with { IsRequired = true },
        FormField.Text("model", "One of GET /openai/v1/models; without one, or with a name of OpenAI's that nobody here serves, one is chosen."),
        FormField.Number("n", "How many images.", 1, OpenAiReader.MaxImages, usual: 1),
        FormField.Text("size", "auto, or WxH in pixels: 64 to 4,096 each, at most three to one."),
        FormField.OneOf("quality", "The model decides.", OpenAiReader.Qualities),
        FormField.OneOf("background", "Results are opaque.", OpenAiReader.Backgrounds),
        FormField.OneOf("output_format", "Of the images.", OpenAiDeliveryReader.Formats),
        FormField.Number("output_compression", "Of a JPEG or WebP.", 0, OpenAiDeliveryReader.Lossless, usual: OpenAiDeliveryReader.Lossless),
        FormField.OneOf("response_format", "Bytes, or signed addresses of PNG files.", OpenAiDeliveryReader.Ways),
        FormField.OneOf("moderation", "low is our level relaxed.", OpenAiReader.Moderations),
        FormField.OneOf("style", "The model decides.", OpenAiReader.Styles),
        FormField.Text("user", "Not looked at."),
        FormField.Flag("stream", "Whether the answer is a stream of events."),
        FormField.Number("partial_images", "How many unfinished images a stream of one image shows at most.", 0, OpenAiReader.MaxPartials, usual: 0),
        FormField.OneOf("input_fidelity", "The model decides.", OpenAiEdit.Fidelities),
    ];
}
