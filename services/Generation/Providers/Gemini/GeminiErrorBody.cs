using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Providers.Gemini;

/// <summary>An error of Google's services: a status, a message and typed details, of which we read two.</summary>
internal sealed record GeminiErrorBody(GeminiError? Error);

internal sealed record GeminiError(string? Message, string? Status, IReadOnlyList<GeminiErrorDetail?>? Details);

internal sealed record GeminiErrorDetail([property: JsonPropertyName("@type")] string? Type, string? Reason, string? RetryDelay);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GeminiErrorBody))]
[JsonSerializable(typeof(GeminiErrorBody[]))]
internal sealed partial class GeminiErrorJson : JsonSerializerContext;
