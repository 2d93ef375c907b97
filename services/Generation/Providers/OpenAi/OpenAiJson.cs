using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.OpenAi;

/// <summary>What is asked of OpenAI. Every field is named, because the service's defaults are older than its models.</summary>
internal sealed record OpenAiImageRequest(string Model, string Prompt, int N, string Size, string Quality, string OutputFormat);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAiImageRequest))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
