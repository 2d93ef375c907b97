using System.Globalization;
using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record OpenRouterRequest(int Width, int Height, string MediaType)
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "model", "prompt", "n", "aspect_ratio", "resolution", "size", "quality", "background", "output_format", "output_compression", "seed",
        "input_references", "stream", "provider", "user",
    };

    /// <summary>By model: the steps it makes, what it encodes, and whether it takes a seed.</summary>
    private static readonly Dictionary<string, (string[] Steps, string MediaType, bool TakesSeed)> Models = new(StringComparer.Ordinal)
    {
        ["google/gemini-3-pro-image"] = (["1K", "2K", "4K"], "image/jpeg", true),
        ["openai/gpt-image-2.5-flare"] = (["1K", "2K", "4K"], "image/png", false),
        ["openai/gpt-image-2"] = (["1K", "2K", "4K"], "image/png", false),
        ["black-forest-labs/flux-3-image"] = (["1K", "2K"], "image/png", true),
    };

    private static readonly string[] Ratios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];

    /// <summary>Checks a request; null when it is good.</summary>
    public static OpenRouterProblem? Read(JsonElement json, out OpenRouterRequest? request)
    {
        request = null;
        if (json.ValueKind != JsonValueKind.Object)
            return OpenRouterProblem.Invalid("Expected an object.");
        if (json.EnumerateObject().FirstOrDefault(static field => !Names.Contains(field.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } stranger)
            return OpenRouterProblem.Invalid($"Unrecognized key: {stranger.Name}");
        if (Text(json, "model") is not { } id || Text(json, "prompt") is not { Length: > 0 })
            return OpenRouterProblem.Invalid("model and prompt are required.");
        if (!Models.TryGetValue(id, out var model))
            return new OpenRouterProblem(404, $"No endpoints found for {id}.");
        var (ratio, step) = (Text(json, "aspect_ratio") ?? "1:1", Text(json, "resolution") ?? "1K");
        if (!Ratios.Contains(ratio) || !model.Steps.Contains(step))
            return OpenRouterProblem.Invalid($"{ratio} at {step} is not supported by {id}.");
        if (json.TryGetProperty("n", out var count) && (!count.TryGetInt32(out var number) || number is < 1 or > 10))
            return OpenRouterProblem.Invalid("n must be from 1 to 10.");
        if (json.TryGetProperty("seed", out var seed) && (!model.TakesSeed || !seed.TryGetInt32(out _)))
            return OpenRouterProblem.Invalid("seed is not supported.");
        request = Sized(ratio, step, model.MediaType);
        return json.TryGetProperty("input_references", out var references) ? CheckReferences(references) : null;
    }

    private static OpenRouterRequest Sized(string ratio, string step, string mediaType)
    {
        var sides = ratio.Split(':').Select(static side => double.Parse(side, CultureInfo.InvariantCulture)).ToArray();
        var root = Math.Sqrt(sides[0] / sides[1]);
        var side = step switch { "2K" => 2048, "4K" => 4096, _ => 1024 };
        return new OpenRouterRequest((int)Math.Round(side * root / 16) * 16, (int)Math.Round(side / root / 16) * 16, mediaType);
    }

    private static OpenRouterProblem? CheckReferences(JsonElement references)
    {
        foreach (var reference in references.EnumerateArray())
        {
            var url = reference.TryGetProperty("image_url", out var image) ? Text(image, "url") : null;
            if (Text(reference, "type") != "image_url" || url is null || !(url.StartsWith("https://", StringComparison.Ordinal) || IsImage(url)))
                return OpenRouterProblem.Invalid("Invalid input reference.");
        }

        return null;
    }

    private static bool IsImage(string url) => url.Split(',') is ["data:image/png;base64" or "data:image/jpeg;base64" or "data:image/webp;base64", var data]
        && Convert.TryFromBase64String(data, new byte[data.Length], out var length) && length > 0;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
