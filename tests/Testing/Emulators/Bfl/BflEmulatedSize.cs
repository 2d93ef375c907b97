using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>The size that a request comes to: given in pixels, or as a shape.</summary>
internal static class BflEmulatedSize
{
    public static BflProblem? Read(Dictionary<string, JsonElement> json, BflEmulatedModel model, out (int Width, int Height) size) =>
        model.Step == 0 ? ReadShape(json, model, out size) : ReadPixels(json, model, out size);

    private static BflProblem? ReadPixels(Dictionary<string, JsonElement> json, BflEmulatedModel model, out (int Width, int Height) size)
    {
        size = (1024, 768);
        foreach (var name in (string[])["width", "height"])
        {
            if (!json.TryGetValue(name, out var value))
                continue;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var side))
                return BflProblem.Invalid("int_parsing", name, "Input should be a valid integer");
            if (side < model.MinSide)
                return BflProblem.Invalid("greater_than_equal", name, $"Input should be greater than or equal to {model.MinSide}");
            if (side > model.MaxSide)
                return BflProblem.Invalid("less_than_equal", name, $"Input should be less than or equal to {model.MaxSide}");
            if (side % model.Step != 0)
                return BflProblem.Invalid("multiple_of", name, $"Input should be a multiple of {model.Step}");
            size = name == "width" ? (side, size.Height) : (size.Width, side);
        }

        return (long)size.Width * size.Height > 2048 * 2048 ? BflProblem.Invalid("value_error", "width", "Value error, the image may have 4 megapixels") : null;
    }

    private static BflProblem? ReadShape(Dictionary<string, JsonElement> json, BflEmulatedModel model, out (int Width, int Height) size)
    {
        size = default;
        var shape = BflEmulatedRequest.Text(json, "aspect_ratio") ?? "1:1";
        if (model.IsStrict && shape != "auto" && !BflEmulatedModel.Shapes.Contains(shape))
            return BflProblem.Invalid("literal_error", "aspect_ratio", "Input should be one of the ratios");
        var side = model.Side;
        if (BflEmulatedRequest.Text(json, "resolution") is { } step && !BflEmulatedModel.Steps.TryGetValue(step, out side))
            return BflProblem.Invalid("enum", "resolution", "Input should be '768sq', '1k', '1.5k', '2k' or '4k'");
        var parts = (shape == "auto" ? "1:1" : shape).Split(':');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var width) || !int.TryParse(parts[1], out var height) || width < 1 || height < 1
            || width * 9 > height * 21 || height * 9 > width * 21)
        {
            return BflProblem.Invalid("value_error", "aspect_ratio", "Value error, aspect ratio must be between 21:9 and 9:21");
        }

        var root = Math.Sqrt((double)width / height);
        size = ((int)Math.Round(side * root / 16) * 16, (int)Math.Round(side / root / 16) * 16);
        return null;
    }
}
