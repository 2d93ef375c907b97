using System.Globalization;

namespace NanoBanana.Testing.Emulators;

/// <summary>What a valid request asks for.</summary>
internal sealed record OpenAiEmulatedRequest(OpenAiEmulatedModel Model, int Width, int Height, string Quality, string Format)
{
    private const int LongestPrompt = 32_000;

    /// <summary>How many partial images a stream shall have; null of an answer in one body.</summary>
    public int? Partials { get; init; }

    public string MediaType => "image/" + Format;

    /// <summary>Checks the values of a request whose names are known; null when it is good.</summary>
    public static OpenAiProblem? Read(IReadOnlyDictionary<string, string> fields, out OpenAiEmulatedRequest? request)
    {
        request = null;
        if (fields.GetValueOrDefault("prompt") is not { Length: > 0 } prompt)
            return OpenAiProblem.Missing("prompt");
        if (prompt.Length > LongestPrompt)
            return OpenAiProblem.BadValue("prompt", "too long");

        // The service falls back to a model that it has retired.
        var id = fields.GetValueOrDefault("model", "dall-e-2");
        if (OpenAiEmulatedModel.Find(id) is not { } model)
            return OpenAiProblem.NoModel(id);
        var size = fields.GetValueOrDefault("size", "auto");
        if (model.Parse(size) is not var (width, height))
            return OpenAiProblem.BadSize(size);
        var quality = fields.GetValueOrDefault("quality", "auto");
        if (quality != "auto" && !model.Qualities.Contains(quality))
            return OpenAiProblem.BadValue("quality", quality);
        var format = fields.GetValueOrDefault("output_format", "png");
        request = new OpenAiEmulatedRequest(model, width, height, quality == "auto" ? "medium" : quality, format)
        {
            Partials = fields.GetValueOrDefault("stream") == "true" ? int.TryParse(fields.GetValueOrDefault("partial_images", "0"), out var partials) ? partials : 0 : null,
        };
        return CheckRest(fields, model, format);
    }

    private static OpenAiProblem? CheckRest(IReadOnlyDictionary<string, string> fields, OpenAiEmulatedModel model, string format)
    {
        if (format is not ("png" or "jpeg" or "webp"))
            return OpenAiProblem.BadValue("output_format", format);
        if (fields.GetValueOrDefault("moderation", "auto") is var moderation and not ("auto" or "low"))
            return OpenAiProblem.BadValue("moderation", moderation);
        if (!IsWithin(fields, "n", 1, 10))
            return OpenAiProblem.BadValue("n", fields["n"]);
        if (!IsWithin(fields, "partial_images", 0, 3))
            return OpenAiProblem.BadValue("partial_images", fields["partial_images"]);
        var stream = fields.GetValueOrDefault("stream", "false");
        if (stream is not ("true" or "false"))
            return OpenAiProblem.BadValue("stream", stream);
        if (stream == "true" && fields.GetValueOrDefault("n", "1") != "1")
            return new OpenAiProblem(400, "invalid_request_error", null, "Streaming is only supported with n=1.");
        if (!IsWithin(fields, "output_compression", 0, 100))
            return OpenAiProblem.BadValue("output_compression", fields["output_compression"]);
        if (fields.GetValueOrDefault("background", "auto") is var background && (background is not ("auto" or "opaque" or "transparent") || (background == "transparent" && format == "jpeg")))
            return OpenAiProblem.BadValue("background", background);
        return fields.ContainsKey("input_fidelity") && model.IsFree
            ? new OpenAiProblem(400, "invalid_request_error", "invalid_input_fidelity_model", $"The model '{model.Id}' does not support the 'input_fidelity' parameter.", "input_fidelity")
            : null;
    }

    private static bool IsWithin(IReadOnlyDictionary<string, string> fields, string name, int least, int most) =>
        !fields.TryGetValue(name, out var text)
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);
}
