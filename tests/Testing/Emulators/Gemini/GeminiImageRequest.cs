using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record GeminiImageRequest(string Prompt, string Ratio, string Size)
{
    /// <summary>Whether words are allowed beside the image.</summary>
    public bool HasText { get; init; }

    /// <summary>Whether it shall look things up.</summary>
    public bool Search { get; init; }

    /// <summary>Checks the values of a request whose names are known; null when it is good.</summary>
    public static GeminiProblem? Read(JsonElement json, GeminiEmulatedModel model, out GeminiImageRequest? request)
    {
        request = null;
        if (Find(json, "contents") is not { ValueKind: JsonValueKind.Array } contents || contents.GetArrayLength() == 0)
            return GeminiProblem.Invalid("* GenerateContentRequest.contents: contents is not specified\n", "contents");
        if (GeminiHistory.Check(contents, model) is { } turn)
            return turn;
        if (GeminiSafetySettings.Check(Find(json, "safetySettings")) is { } setting)
            return setting;
        var parts = Find(contents[contents.GetArrayLength() - 1], "parts")!.Value;
        var config = Find(json, "generationConfig");
        if (config is { } given && CheckConfig(given) is { } problem)
            return problem;

        var image = config is { } generation ? Find(generation, "imageConfig") : null;
        var ratio = Text(image, "aspectRatio") ?? "1:1";
        if (!model.Pixels.ContainsKey(ratio))
            return GeminiProblem.Invalid($"Invalid aspect ratio: {ratio}. Supported: {string.Join(", ", model.Pixels.Keys)}.", "generation_config.image_config.aspect_ratio");
        var size = Text(image, "imageSize");
        if (size is not null && !model.Sizes.Contains(size))
            return GeminiProblem.Invalid($"Image size {size} is not supported for this model.", "generation_config.image_config.image_size");
        var tool = Find(json, "tools") is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0 ? Find(tools[0], "googleSearch") : null;
        if (tool is { } search && CheckSearch(search, model) is { } forbidden)
            return forbidden;
        request = new GeminiImageRequest(string.Join(' ', parts.EnumerateArray().Select(static part => Text(part, "text"))), ratio, size ?? "1K")
        {
            HasText = config is not { } modes || Find(modes, "responseModalities") is not { } modalities || modalities.EnumerateArray().Any(static item => item.GetString() == "TEXT"),
            Search = tool is not null,
        };
        return null;
    }

    private static GeminiProblem? CheckSearch(JsonElement search, GeminiEmulatedModel model) => model.Search switch
    {
        "" => GeminiProblem.Invalid("Search as tool is not enabled for this model"),
        "web" when Find(search, "searchTypes") is { } types && Find(types, "imageSearch") is not null => GeminiProblem.Invalid("Image search is not enabled for this model"),
        _ => null,
    };

    private static GeminiProblem? CheckConfig(JsonElement config)
    {
        if (Find(config, "responseModalities") is { } modalities
            && (modalities.ValueKind != JsonValueKind.Array || modalities.EnumerateArray().Any(static item => !IsModality(item.GetString()))))
        {
            const string field = "generation_config.response_modalities";
            return GeminiProblem.Invalid($"Invalid value at '{field}' (type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.Modality)", field);
        }

        if (Find(config, "seed") is { } seed && (seed.ValueKind != JsonValueKind.Number || !seed.TryGetInt32(out _)))
            return GeminiProblem.Invalid($"Invalid value at 'generation_config.seed' (TYPE_INT32), {seed}", "generation_config.seed");
        return Find(config, "candidateCount") is { } count && count.GetInt32() != 1
            ? GeminiProblem.Invalid("Multiple candidates is not enabled for this model", "generation_config.candidate_count")
            : null;
    }

    private static bool IsModality(string? name) => name?.ToUpperInvariant() is "TEXT" or "IMAGE";

    /// <summary>A field's text under either spelling of its name; null when it has none.</summary>
    public static string? Text(JsonElement? element, string name) =>
        element is { } json && Find(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A field under either spelling of its name.</summary>
    public static JsonElement? Find(JsonElement json, string name) => json.ValueKind != JsonValueKind.Object ? null
        : json.TryGetProperty(name, out var camel) ? camel
        : json.TryGetProperty(GeminiSchema.Snake(name), out var snake) ? snake
        : null;
}
