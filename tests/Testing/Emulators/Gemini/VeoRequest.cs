using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>Checks an order for a video as the service does.</summary>
internal static class VeoRequest
{
    private static readonly Dictionary<string, string[]> Resolutions = new(StringComparer.Ordinal)
    {
        ["veo-3.1-generate-preview"] = ["720p", "1080p", "4k"],
        ["veo-3.1-fast-generate-preview"] = ["720p", "1080p", "4k"],
        ["veo-3.1-lite-generate-preview"] = ["720p", "1080p"],
    };

    /// <summary>The service's complaint, or null when the order is good.</summary>
    public static GeminiProblem? Check(JsonElement json, string model)
    {
        if (!Resolutions.TryGetValue(model, out var resolutions))
            return GeminiProblem.NoModel(model, "predictLongRunning");
        if (GeminiSchema.CheckVideo(json) is { } unknown)
            return unknown;
        if (!json.TryGetProperty("instances", out var instances) || instances.GetArrayLength() != 1 || Text(instances[0], "prompt") is null or "")
            return GeminiProblem.Invalid("`instances` must hold one instance with a `prompt`.");
        if (instances[0].TryGetProperty("image", out var image) && CheckImage(image) is { } bad)
            return bad;
        return json.TryGetProperty("parameters", out var parameters) ? CheckParameters(parameters, resolutions) : null;
    }

    /// <summary>What a good order comes to.</summary>
    public static byte[] Make(JsonElement json)
    {
        var parameters = json.TryGetProperty("parameters", out var given) ? given : default;
        var seconds = parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("durationSeconds", out var duration) ? duration.GetInt32() : 8;
        var (width, height) = EmulatedMovie.SizeOf(Text(parameters, "resolution") ?? "720p", Text(parameters, "aspectRatio") ?? "16:9");
        return EmulatedMovie.Make(width, height, seconds);
    }

    private static GeminiProblem? CheckImage(JsonElement image) =>
        Text(image, "mimeType") is not ("image/png" or "image/jpeg" or "image/webp") || !image.TryGetProperty("bytesBase64Encoded", out var bytes) || !bytes.TryGetBytesFromBase64(out _)
            ? GeminiProblem.Invalid("Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting")
            : null;

    private static GeminiProblem? CheckParameters(JsonElement parameters, string[] resolutions)
    {
        if (Text(parameters, "aspectRatio") is not (null or "16:9" or "9:16"))
            return GeminiProblem.Invalid("`aspectRatio` must be one of 16:9, 9:16.");
        var resolution = Text(parameters, "resolution") ?? "720p";
        if (!resolutions.Contains(resolution))
            return GeminiProblem.Invalid($"`resolution` must be one of {string.Join(", ", resolutions)}.");
        var seconds = parameters.TryGetProperty("durationSeconds", out var duration) ? duration : default;
        if (seconds.ValueKind == JsonValueKind.Undefined)
            return null;
        if (seconds.ValueKind != JsonValueKind.Number || seconds.GetInt32() is not (4 or 6 or 8))
            return GeminiProblem.Invalid("`durationSeconds` must be one of 4, 6, 8.");
        return resolution != "720p" && seconds.GetInt32() != 8 ? GeminiProblem.Invalid($"`durationSeconds` must be 8 at {resolution}.") : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
