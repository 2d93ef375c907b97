using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>The fields that a request may have. Google refuses an unknown name with its path; it takes both spellings of a known one.</summary>
internal sealed class GeminiSchema
{
    private static readonly GeminiSchema Empty = new();

    private static readonly GeminiSchema Part = new()
    {
        ["text"] = null,
        ["thought"] = null,
        ["thoughtSignature"] = null,
        ["inlineData"] = new() { ["mimeType"] = null, ["data"] = null },
        ["fileData"] = new() { ["mimeType"] = null, ["fileUri"] = null },
    };

    private static readonly GeminiSchema Content = new() { ["role"] = null, ["parts"] = Part };

    private static readonly GeminiSchema Root = new()
    {
        ["model"] = null,
        ["cachedContent"] = null,
        ["serviceTier"] = null,
        ["contents"] = Content,
        ["systemInstruction"] = Content,
        ["safetySettings"] = new() { ["category"] = null, ["threshold"] = null },
        ["tools"] = new() { ["googleSearch"] = new() { ["searchTypes"] = new() { ["webSearch"] = Empty, ["imageSearch"] = Empty }, ["timeRangeFilter"] = null } },
        ["toolConfig"] = null,
        ["generationConfig"] = new()
        {
            ["responseModalities"] = null,
            ["temperature"] = null,
            ["topP"] = null,
            ["topK"] = null,
            ["seed"] = null,
            ["maxOutputTokens"] = null,
            ["stopSequences"] = null,
            ["candidateCount"] = null,
            ["presencePenalty"] = null,
            ["frequencyPenalty"] = null,
            ["responseMimeType"] = null,
            ["imageConfig"] = new() { ["aspectRatio"] = null, ["imageSize"] = null },
            ["thinkingConfig"] = new() { ["thinkingLevel"] = null, ["thinkingBudget"] = null, ["includeThoughts"] = null },
        },
    };

    private static readonly GeminiSchema VideoImage = new() { ["bytesBase64Encoded"] = null, ["mimeType"] = null };

    private static readonly GeminiSchema Video = new()
    {
        ["instances"] = new()
        {
            ["prompt"] = null,
            ["image"] = VideoImage,
            ["lastFrame"] = VideoImage,
            ["referenceImages"] = new() { ["image"] = VideoImage, ["referenceType"] = null },
        },
        ["parameters"] = new()
        {
            ["sampleCount"] = null,
            ["aspectRatio"] = null,
            ["resolution"] = null,
            ["durationSeconds"] = null,
            ["negativePrompt"] = null,
            ["personGeneration"] = null,
        },
    };

    private readonly Dictionary<string, GeminiSchema?> _fields = new(StringComparer.Ordinal);

    private GeminiSchema? this[string field]
    {
        set => _fields[field] = _fields[Snake(field)] = value;
    }

    /// <summary>The service's complaint, or null when every name is known.</summary>
    public static GeminiProblem? Check(JsonElement request) => request.ValueKind == JsonValueKind.Object
        ? Root.Check(request, "")
        : GeminiProblem.Invalid("Invalid JSON payload received. Expected an object.");

    /// <summary>The same for an order of a video.</summary>
    public static GeminiProblem? CheckVideo(JsonElement request) => Video.Check(request, "");

    public static string Snake(string camel) => JsonNamingPolicy.SnakeCaseLower.ConvertName(camel);

    private GeminiProblem? Check(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select((item, index) => Check(item, $"{path}[{index}]")).FirstOrDefault(static problem => problem is not null);
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var field in value.EnumerateObject())
        {
            if (!_fields.TryGetValue(field.Name, out var inner))
            {
                var where = path.Length == 0 ? ": Cannot find field." : $" at '{path}': Cannot find field.";
                return GeminiProblem.Invalid($"Invalid JSON payload received. Unknown name \"{field.Name}\"{where}", path);
            }

            var step = Snake(field.Name);
            if (inner?.Check(field.Value, path.Length == 0 ? step : $"{path}.{step}") is { } problem)
                return problem;
        }

        return null;
    }
}
