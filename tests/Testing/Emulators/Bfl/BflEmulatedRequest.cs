using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record BflEmulatedRequest(string Prompt, long Seed, int Width, int Height, string MediaType, string? WebhookUrl, string? WebhookSecret)
{
    /// <summary>Checks names and values; null when they are good.</summary>
    public static BflProblem? Read(JsonElement json, BflEmulatedModel model, out BflEmulatedRequest? request)
    {
        request = null;
        if (json.ValueKind != JsonValueKind.Object)
            return BflProblem.Invalid("model_attributes_type", "body", "Input should be a valid dictionary or object to extract fields from");
        if (model.IsStrict && json.EnumerateObject().Select(static field => field.Name).FirstOrDefault(name => !model.Fields.Contains(name)) is { } extra)
            return BflProblem.Invalid("extra_forbidden", extra, "Extra inputs are not permitted");
        var known = json.EnumerateObject().Where(field => model.Fields.Contains(field.Name))
            .ToDictionary(static field => field.Name, static field => field.Value, StringComparer.Ordinal);
        if (Text(known, "prompt") is not { } prompt)
            return BflProblem.Invalid("missing", "prompt", "Field required");
        if (CheckImages(known) is { } badImage)
            return badImage;
        var format = Text(known, "output_format") ?? model.DefaultFormat;
        if (format is not ("jpeg" or "png" or "webp"))
            return BflProblem.Invalid("enum", "output_format", "Input should be 'jpeg', 'png' or 'webp'");
        if (known.TryGetValue("seed", out var seed) && (seed.ValueKind != JsonValueKind.Number || !seed.TryGetInt64(out _)))
            return BflProblem.Invalid("int_parsing", "seed", "Input should be a valid integer");
        if (known.TryGetValue("safety_tolerance", out var tolerance) && CheckTolerance(tolerance, model.MostTolerance(known.ContainsKey("input_image"))) is { } badTolerance)
            return badTolerance;
        if (BflEmulatedSize.Read(known, model, out var size) is { } badSize)
            return badSize;
        request = new BflEmulatedRequest(
            prompt, seed.ValueKind == JsonValueKind.Number ? seed.GetInt64() : 42, size.Width, size.Height, "image/" + format,
            Text(known, "webhook_url"), Text(known, "webhook_secret"));
        return null;
    }

    public static string? Text(Dictionary<string, JsonElement> json, string name) =>
        json.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static BflProblem? CheckTolerance(JsonElement value, int most) =>
        value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var tolerance)
            ? BflProblem.Invalid("int_parsing", "safety_tolerance", "Input should be a valid integer")
            : tolerance < 0 ? BflProblem.Invalid("greater_than_equal", "safety_tolerance", "Input should be greater than or equal to 0")
            : tolerance > most ? BflProblem.Invalid("less_than_equal", "safety_tolerance", $"Input should be less than or equal to {most}")
            : null;

    private static BflProblem? CheckImages(Dictionary<string, JsonElement> json)
    {
        foreach (var (name, value) in json)
        {
            var images = name == "images" && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray()
                : name is "images" or "image_prompt" || name.StartsWith("input_image", StringComparison.Ordinal) ? [value] : [];
            if (images.Length > 10)
                return BflProblem.Invalid("too_long", name, "List should have at most 10 items after validation");
            if (images.Any(static image => image.ValueKind != JsonValueKind.String || !IsImage(image.GetString()!)))
                return new BflProblem(400, "Could not decode the input image.");
        }

        return null;
    }

    /// <summary>An address or bare base64; a data URL is neither.</summary>
    private static bool IsImage(string text) => text.StartsWith("http", StringComparison.Ordinal)
        || (text.Length > 0 && Convert.TryFromBase64String(text, new byte[text.Length], out _));
}
