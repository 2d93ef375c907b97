using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record KieEmulatedRequest(
    KieEmulatedModel Model, string Param, string? CallBackUrl, int Width, int Height, string Extension, IReadOnlyList<Uri> Images)
{
    public string MediaType => Extension == "png" ? "image/png" : "image/jpeg";

    /// <summary>Checks the values; the complaint, or null when they are good.</summary>
    public static string? Read(JsonElement json, out KieEmulatedRequest? request)
    {
        request = null;
        if (json.ValueKind != JsonValueKind.Object || KieEmulatedModel.Find(Text(json, "model")) is not { } model)
            return "The model name you specified is not supported. Please verify the model name.";
        if (!json.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object)
            return "input cannot be null";
        if (Text(input, "prompt") is not { Length: > 0 } prompt)
            return "prompt is required";
        if (prompt.Length > model.MaxPrompt)
            return $"The text length cannot exceed the maximum limit of {model.MaxPrompt}";
        if (CheckImages(input, model, out var images) is { } badImages)
            return badImages;
        var format = Text(input, "output_format") ?? model.Formats[0];
        if (!model.Formats.Contains(format))
            return "output_format is not within the range of allowed options";
        var shape = Text(input, model.Shape) ?? "1:1";
        if (!model.Shapes.Contains(shape))
            return $"{model.Shape} is not within the range of allowed options";
        var step = model.TakesResolution ? Text(input, "resolution") ?? "1K" : "1K";
        if (step is not ("1K" or "2K" or "4K"))
            return "resolution is not within the range of allowed options";
        var (width, height) = SizeOf(shape, (step[0] - '0') * 1024);
        request = new KieEmulatedRequest(model, ParamOf(json, input), Text(json, "callBackUrl"), width, height, format, images);
        return null;
    }

    private static string? CheckImages(JsonElement input, KieEmulatedModel model, out IReadOnlyList<Uri> addresses)
    {
        addresses = [];
        if (model.Images is null)
            return null;
        var images = input.TryGetProperty(model.Images, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
        if (images.Length < model.MinImages)
            return $"{model.Images} is required";
        if (images.Length > model.MaxImages)
            return $"{model.Images} cannot exceed {model.MaxImages}";
        addresses = [.. images.Select(AddressOf).OfType<Uri>()];
        return addresses.Count == images.Length ? null : $"{model.Images} file type not supported";
    }

    private static Uri? AddressOf(JsonElement image) =>
        image.ValueKind == JsonValueKind.String && Uri.TryCreate(image.GetString(), UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? address : null;

    private static (int Width, int Height) SizeOf(string shape, int side)
    {
        var parts = (shape == "auto" ? "1:1" : shape).Split(':');
        var root = Math.Sqrt(double.Parse(parts[0]) / double.Parse(parts[1]));
        return ((int)Math.Round(side * root / 16) * 16, (int)Math.Round(side / root / 16) * 16);
    }

    /// <summary>A text of JSON whose input is a text of JSON again.</summary>
    private static string ParamOf(JsonElement json, JsonElement input) =>
        JsonSerializer.Serialize(new { input = input.GetRawText(), model = Text(json, "model") });

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
