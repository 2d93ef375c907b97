using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>The fields that a request may have. OpenAI refuses an unknown name, and a value of the wrong kind.</summary>
internal static class OpenAiSchema
{
    private static readonly Dictionary<string, JsonValueKind> Common = new(StringComparer.Ordinal)
    {
        ["prompt"] = JsonValueKind.String,
        ["model"] = JsonValueKind.String,
        ["n"] = JsonValueKind.Number,
        ["size"] = JsonValueKind.String,
        ["quality"] = JsonValueKind.String,
        ["background"] = JsonValueKind.String,
        ["output_format"] = JsonValueKind.String,
        ["output_compression"] = JsonValueKind.Number,
        ["user"] = JsonValueKind.String,
        ["stream"] = JsonValueKind.True,
        ["partial_images"] = JsonValueKind.Number,
    };

    /// <summary>The fields of a JSON body as texts, or the complaint.</summary>
    public static OpenAiProblem? Read(ReadOnlyMemory<byte> body, Dictionary<string, string> fields)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return NotJson;
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (field.Name != "moderation" && !Common.ContainsKey(field.Name))
                    return OpenAiProblem.Unknown(field.Name);
                var kind = field.Value.ValueKind == JsonValueKind.False ? JsonValueKind.True : field.Value.ValueKind;
                if (kind != Common.GetValueOrDefault(field.Name, JsonValueKind.String))
                    return new OpenAiProblem(400, "invalid_request_error", "invalid_type", $"Invalid type for '{field.Name}'.", field.Name);
                fields[field.Name] = kind == JsonValueKind.True ? field.Value.GetRawText() : field.Value.ToString();
            }

            return null;
        }
        catch (JsonException)
        {
            return NotJson;
        }
    }

    /// <summary>The same of a form, whose numbers travel as text.</summary>
    public static OpenAiProblem? Read(List<EmulatedPart> parts, Dictionary<string, string> fields)
    {
        foreach (var part in parts.Where(static part => part.FileName is null))
        {
            if (part.Name != "input_fidelity" && !Common.ContainsKey(part.Name))
                return OpenAiProblem.Unknown(part.Name);
            fields[part.Name] = part.Text;
        }

        return OpenAiEditImages.Check([.. parts.Where(static part => part.FileName is not null)]);
    }

    public static OpenAiProblem NotJson => new(400, "invalid_request_error", null, "We could not parse the body of your request.");
}
