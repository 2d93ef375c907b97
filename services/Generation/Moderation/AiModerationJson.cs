using System.Text.Json.Serialization;

namespace NanoBanana.Generation.Moderation;

/// <summary>What OpenAI's moderation model is asked.</summary>
internal sealed record AiModerationRequest(string Model, IReadOnlyList<string> Input);

/// <param name="Results">One for each text, in their order.</param>
internal sealed record AiModerationAnswer(IReadOnlyList<AiModerationResult>? Results);

/// <param name="CategoryScores">0 to 1 by category; null for what the model does not judge.</param>
internal sealed record AiModerationResult(IReadOnlyDictionary<string, double?>? CategoryScores);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AiModerationRequest))]
[JsonSerializable(typeof(AiModerationAnswer))]
internal sealed partial class AiModerationJson : JsonSerializerContext;
