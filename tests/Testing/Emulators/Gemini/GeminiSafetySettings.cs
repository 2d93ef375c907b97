using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>The list of thresholds, each of a category of its own.</summary>
internal static class GeminiSafetySettings
{
    private static readonly string[] Categories =
    [
        "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY",
    ];

    private static readonly string[] Thresholds = ["BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"];

    /// <summary>The service's complaint; null when the list is good or missing.</summary>
    public static GeminiProblem? Check(JsonElement? settings)
    {
        if (settings is not { ValueKind: JsonValueKind.Array } list)
            return settings is null ? null : Bad("safety_settings", "SafetySetting");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            if (GeminiImageRequest.Text(list[i], "category") is not { } category || !Categories.Contains(category))
                return Bad($"safety_settings[{i}].category", "HarmCategory");
            if (GeminiImageRequest.Text(list[i], "threshold") is not { } threshold || !Thresholds.Contains(threshold))
                return Bad($"safety_settings[{i}].threshold", "SafetySetting.HarmBlockThreshold");
            if (!seen.Add(category))
                return GeminiProblem.Invalid($"Only one safety setting is allowed for {category}.", $"safety_settings[{i}].category");
        }

        return null;
    }

    private static GeminiProblem Bad(string field, string type) =>
        GeminiProblem.Invalid($"Invalid value at '{field}' (type.googleapis.com/google.ai.generativelanguage.v1beta.{type})", field);
}
