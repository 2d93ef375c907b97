using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request to a text model asks for.</summary>
internal sealed record GeminiTextRequest(string Prompt, string Instruction, bool IsJson)
{
    /// <summary>Checks the values of a request whose names are known; null when it is good.</summary>
    public static GeminiProblem? Read(JsonElement json, out GeminiTextRequest? request)
    {
        request = null;
        if (!json.TryGetProperty("contents", out var contents) || contents.GetArrayLength() == 0)
            return GeminiProblem.Invalid("* GenerateContentRequest.contents: contents is not specified\n", "contents");
        var config = json.TryGetProperty("generationConfig", out var given) ? given : default;
        if (Number(config, "temperature") is < 0 or > 2)
            return GeminiProblem.Invalid("* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n", "generation_config.temperature");
        if (Number(config, "maxOutputTokens") is < 1 or > 65_536)
            return GeminiProblem.Invalid("Unable to submit request because it has a maxOutputTokens value out of range.", "generation_config.max_output_tokens");
        if (config.ValueKind == JsonValueKind.Object && config.TryGetProperty("imageConfig", out _))
            return GeminiProblem.Invalid("Image generation is not enabled for this model.", "generation_config.image_config");
        var instruction = json.TryGetProperty("systemInstruction", out var system) ? TextOf(system) : "";
        request = new GeminiTextRequest(
            TextOf(contents[0]), instruction,
            config.ValueKind == JsonValueKind.Object && config.TryGetProperty("responseMimeType", out var type) && type.GetString() == "application/json");
        return null;
    }

    private static double? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string TextOf(JsonElement content) => content.TryGetProperty("parts", out var parts)
        ? string.Join(' ', parts.EnumerateArray().Select(static part => part.TryGetProperty("text", out var text) ? text.GetString() : ""))
        : "";
}
