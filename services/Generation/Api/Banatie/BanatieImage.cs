using System.Text.Json.Serialization;
using NanoBanana.Generation.Enhancing;
using NanoBanana.ServiceDefaults.Json;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>What a call answers that made an image.</summary>
internal sealed record BanatieAnswer(bool Success, string Message, BanatieImage Data)
{
    public static BanatieAnswer Of(BanatieImage image) => new(Success: true, "Image generated successfully", image);
}

/// <param name="Filename">With its ending; told apart from one of the same name that was there before.</param>
/// <param name="Filepath">Folder and name, as clients show it. Nothing is fetched by it.</param>
/// <param name="Url">Where the image is fetched, or a <c>data:</c> URL where images are not kept.</param>
/// <param name="Description">The prompt that the image was made from.</param>
/// <param name="Model">The provider's id of the model.</param>
/// <param name="GeneratedAt">When the order was taken.</param>
internal sealed record BanatieImage(
    string Filename,
    string Filepath,
    string Url,
    string Description,
    string? Model,
    [property: JsonPropertyName("generatedAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset GeneratedAt)
{
    /// <summary>Of a prompt that was enhanced.</summary>
    [JsonPropertyName("promptEnhancement"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptEnhancement? PromptEnhancement { get; init; }
}
