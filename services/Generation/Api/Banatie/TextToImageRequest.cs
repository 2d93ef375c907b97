using System.Text.Json.Serialization;
using NanoBanana.Generation.Enhancing;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>What <c>POST /api/text-to-image</c> reads.</summary>
/// <param name="Prompt">3 to 2,000 characters after trimming.</param>
/// <param name="Filename">1 to 100 ASCII letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="AutoEnhance">Whether the prompt is enhanced first; default false.</param>
/// <param name="EnhancementOptions">Without enhancing, of these only the shape and what shall not be seen count.</param>
internal sealed record TextToImageRequest(
    string? Prompt,
    string? Filename,
    [property: JsonPropertyName("autoEnhance")] bool? AutoEnhance = null,
    [property: JsonPropertyName("enhancementOptions")] EnhancementWish? EnhancementOptions = null);
