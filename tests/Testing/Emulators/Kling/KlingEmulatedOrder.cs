using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record KlingEmulatedOrder(KlingEmulatedRoute Route, string Ratio, string Resolution, int Seconds, string? ExternalId, Uri? Callback)
{
    private static readonly string[] ImageRatios = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"];
    private static readonly string[] VideoRatios = ["16:9", "9:16", "1:1"];
    private static readonly string[] NewFields = ["prompt", "contents", "settings", "options"];
    private static readonly string[] Settings = ["resolution", "aspect_ratio", "duration", "audio", "multi_shot"];

    /// <summary>Checks names and values; null when all are good.</summary>
    public static KlingProblem? Parse(ReadOnlyMemory<byte> body, KlingEmulatedRoute route, out KlingEmulatedOrder? order)
    {
        order = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, route, out order);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new KlingProblem(1200, "The request body is invalid");
        }
    }

    private static KlingProblem? Read(JsonElement json, KlingEmulatedRoute route, out KlingEmulatedOrder? order)
    {
        order = null;
        if (json.ValueKind != JsonValueKind.Object)
            return new KlingProblem(1200, "The request body is invalid");
        if ((route.IsNew ? WrongOfNew(json, route) : WrongOfOld(json, route)) is { } field)
            return KlingProblem.Invalid(field);
        var settings = route.IsNew && json.TryGetProperty("settings", out var inner) ? inner : json;
        var options = route.IsNew && json.TryGetProperty("options", out var outer) ? outer : json;
        var seconds = settings.TryGetProperty("duration", out var length) ? length.ValueKind == JsonValueKind.String ? int.Parse(length.GetString()!) : length.GetInt32() : 5;
        order = new KlingEmulatedOrder(
            route, Text(settings, "aspect_ratio") ?? "16:9", Text(settings, "resolution") ?? Text(settings, "mode") ?? "1k", seconds,
            Text(options, "external_task_id") is { Length: > 0 } name ? name : null, Uri.TryCreate(Text(options, "callback_url"), UriKind.Absolute, out var callback) ? callback : null);
        return null;
    }

    private static string? WrongOfOld(JsonElement json, KlingEmulatedRoute route)
    {
        if (Unknown(json, route.Fields) is { } unknown)
            return unknown;
        if (Text(json, "model_name") is not { } model || !route.Models.Split(',').Contains(model))
            return "model_name";
        if (Text(json, "prompt") is not { Length: > 0 and <= 2_500 })
            return "prompt";
        if (json.TryGetProperty("negative_prompt", out _) && (Text(json, "negative_prompt") is not { Length: <= 2_500 } || (route.IsImage && json.TryGetProperty("image", out _))))
            return "negative_prompt";
        if ((route.HasFrame || json.TryGetProperty("image", out _)) && !KlingImage.IsGood(Text(json, "image")))
            return "image";
        if (Text(json, "aspect_ratio") is { } ratio && !(route.IsImage ? ImageRatios : VideoRatios).Contains(ratio))
            return "aspect_ratio";
        return route.IsImage ? WrongOfImage(json) : WrongOfVideo(json, model);
    }

    private static string? WrongOfImage(JsonElement json) =>
        Text(json, "resolution") is not (null or "1k" or "2k") ? "resolution"
        : json.TryGetProperty("n", out var count) && (!count.TryGetInt32(out var number) || number is < 1 or > 9) ? "n"
        : null;

    /// <summary>The duration of the old design is a text.</summary>
    private static string? WrongOfVideo(JsonElement json, string model)
    {
        if (Text(json, "mode") is not (null or "std" or "pro") && model != "kling-v3")
            return "mode";
        return json.TryGetProperty("duration", out var length) && (length.ValueKind != JsonValueKind.String || length.GetString() is not ("5" or "10")) ? "duration" : null;
    }

    private static string? WrongOfNew(JsonElement json, KlingEmulatedRoute route)
    {
        if (Unknown(json, NewFields) is { } unknown)
            return unknown;
        var hasContents = json.TryGetProperty("contents", out var contents);
        if (hasContents == json.TryGetProperty("prompt", out _) || hasContents != (route.HasFrame || route.IsOmni))
            return "contents";
        if (hasContents ? !KlingImage.AreGood(contents, route) : Text(json, "prompt") is not { Length: > 0 and <= 3_072 })
            return "prompt";
        return json.TryGetProperty("settings", out var settings) ? WrongSetting(settings, route) : null;
    }

    private static string? WrongSetting(JsonElement settings, KlingEmulatedRoute route)
    {
        if (Unknown(settings, Settings) is { } unknown)
            return unknown;
        var isLarge = route.Model is "kling-3.0" or "kling-3.0-omni";
        if (Text(settings, "resolution") is not (null or "720p" or "1080p") && !(isLarge && Text(settings, "resolution") == "4k"))
            return "resolution";
        if (settings.TryGetProperty("aspect_ratio", out _) && (route.HasFrame || !VideoRatios.Contains(Text(settings, "aspect_ratio"))))
            return "aspect_ratio";
        if (!settings.TryGetProperty("duration", out var length))
            return null;
        var isGood = length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var seconds) && (route.Model == "kling-2.6" ? seconds is 5 or 10 : seconds is >= 3 and <= 15);
        return isGood ? null : "duration";
    }

    private static string? Unknown(JsonElement json, string[] known) => json.EnumerateObject().Select(static field => field.Name).FirstOrDefault(name => !known.Contains(name));

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
