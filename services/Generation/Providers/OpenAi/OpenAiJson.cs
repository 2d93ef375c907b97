using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>What is asked of OpenAI. Every field is named, because the service's defaults are older than its models.</summary>
/// <param name="Moderation"><c>auto</c> or <c>low</c>; null says nothing. A form has no such field.</param>
/// <param name="PartialImages">1 to 3, of a request whose answer shall be events; null of any other.</param>
internal sealed record OpenAiImageRequest(
    string Model, string Prompt, int N, string Size, string Quality, string OutputFormat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Moderation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PartialImages = null)
{
    /// <summary>The service refuses it beside more than one image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Stream => PartialImages is null ? null : true;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAiImageRequest))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
