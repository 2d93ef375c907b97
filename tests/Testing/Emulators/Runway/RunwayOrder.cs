using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed partial record RunwayOrder(RunwayEmulatedModel Model, int Width, int Height, int Seconds)
{
    private const int MaxDataUri = 5_242_880;

    /// <summary>Checks names and values; null when all are good.</summary>
    public static RunwayProblem? Parse(ReadOnlyMemory<byte> body, string operation, out RunwayOrder? order)
    {
        order = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, operation, out order);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new RunwayProblem(400, "The request body is not valid JSON.");
        }
    }

    private static RunwayProblem? Read(JsonElement json, string operation, out RunwayOrder? order)
    {
        order = null;
        if (json.ValueKind != JsonValueKind.Object)
            return new RunwayProblem(400, "Expected an object.");
        if (RunwayEmulatedModel.Find(operation, Text(json, "model")) is not { } model)
            return RunwayProblem.Invalid("model", "invalid_union");
        if (json.EnumerateObject().Select(static field => field.Name).FirstOrDefault(name => !model.Knows(name)) is { } unknown)
            return RunwayProblem.Invalid(unknown, "unrecognized_keys");
        if (CheckWords(json, model) is { } words)
            return RunwayProblem.Invalid(words);
        if (CheckImages(json, model) is { } images)
            return RunwayProblem.Invalid(images);
        var size = Text(json, "ratio")!.Split(':');
        var seconds = json.TryGetProperty("duration", out var length) ? length.GetInt32() : model.Seconds?[^1] ?? 0;
        order = new RunwayOrder(model, int.Parse(size[0]), int.Parse(size[1]), seconds);
        return null;
    }

    /// <summary>The field that is wrong.</summary>
    private static string? CheckWords(JsonElement json, RunwayEmulatedModel model)
    {
        var prompt = Text(json, "promptText");
        if (prompt is null ? model.Id != "gen4_turbo" : prompt.Length < 1 || prompt.Length > model.MaxPrompt)
            return "promptText";
        if (Text(json, "ratio") is not { } ratio || !model.Ratios.Split(',').Contains(ratio))
            return "ratio";
        if (json.TryGetProperty("seed", out var seed) && (seed.ValueKind != JsonValueKind.Number || !seed.TryGetUInt32(out _)))
            return "seed";
        if (json.TryGetProperty("negativePrompt", out var unwanted) && unwanted.GetString() is not { Length: > 0 and <= 1_000 })
            return "negativePrompt";
        if (!json.TryGetProperty("duration", out var seconds))
            return model.NeedsSeconds ? "duration" : null;
        return seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var number) && model.Seconds!.Contains(number) ? null : "duration";
    }

    private static string? CheckImages(JsonElement json, RunwayEmulatedModel model)
    {
        if (model.Operation == "image_to_video")
            return IsImage(Text(json, "promptImage")) ? null : "promptImage";
        if (!json.TryGetProperty("referenceImages", out var images))
            return model.MinReferences > 0 ? "referenceImages" : null;
        if (images.ValueKind != JsonValueKind.Array || images.GetArrayLength() < model.MinReferences || images.GetArrayLength() > model.MaxReferences)
            return "referenceImages";
        for (var i = 0; i < images.GetArrayLength(); i++)
        {
            if (!IsImage(Text(images[i], "uri")))
                return $"referenceImages/{i}/uri";
            if (images[i].TryGetProperty("tag", out var tag) && !(model.TakesTags && Tag().IsMatch(tag.GetString() ?? "")))
                return $"referenceImages/{i}/tag";
        }

        return null;
    }

    /// <summary>An address of HTTPS, an upload, or the image itself.</summary>
    private static bool IsImage(string? text) => text is { Length: >= 13 } && (
        text.StartsWith("runway://", StringComparison.Ordinal)
        || (text.StartsWith("https://", StringComparison.Ordinal) && text.Length <= 2_048)
        || (DataUri().Match(text) is { Success: true } match && text.Length <= MaxDataUri && Convert.TryFromBase64String(text[match.Length..], new byte[text.Length], out _)));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^data:image/(png|jpeg|webp);base64,")]
    private static partial Regex DataUri();

    [GeneratedRegex("^[a-z][a-z0-9_]{2,15}$")]
    private static partial Regex Tag();
}
