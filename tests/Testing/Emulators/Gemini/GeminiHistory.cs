using System.Text.Json;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// Checks the turns of a conversation: the roles, and that a model of Gemini 3 gets its own words and images back unchanged, the first
/// part of a turn and every image with the signature that was handed out for it.
/// </summary>
internal static class GeminiHistory
{
    public static GeminiProblem? Check(JsonElement contents, GeminiEmulatedModel model)
    {
        for (var i = 0; i < contents.GetArrayLength(); i++)
        {
            var role = GeminiImageRequest.Text(contents[i], "role") ?? "user";
            if (role is not ("user" or "model"))
                return GeminiProblem.Invalid("Please use a valid role: user, model.");
            if (GeminiImageRequest.Find(contents[i], "parts") is not { ValueKind: JsonValueKind.Array } parts || parts.GetArrayLength() == 0)
                return GeminiProblem.Invalid($"* GenerateContentRequest.contents[{i}].parts: contents.parts must not be empty.\n", $"contents[{i}].parts");
            if (role == "model" && model.IsThird && CheckTurn(parts, i) is { } problem)
                return problem;
        }

        return GeminiImageRequest.Text(contents[contents.GetArrayLength() - 1], "role") == "model"
            ? GeminiProblem.Invalid("Please ensure that the conversation ends with a turn of the user.")
            : null;
    }

    private static GeminiProblem? CheckTurn(JsonElement parts, int turn)
    {
        for (var i = 0; i < parts.GetArrayLength(); i++)
        {
            var image = GeminiImageRequest.Find(parts[i], "inlineData");
            var payload = image is null ? GeminiImageRequest.Text(parts[i], "text") : GeminiImageRequest.Text(image, "data");
            var signature = GeminiImageRequest.Text(parts[i], "thoughtSignature");
            if (signature is null && (image is not null || i == 0))
                return GeminiProblem.Invalid($"The part at position {i} of turn {turn} is missing a thought_signature.");
            if (signature is not null && signature != GeminiSeal.Of(payload ?? ""))
                return GeminiProblem.Invalid($"Thought signature is not valid (position {i} of turn {turn}).");
        }

        return null;
    }
}
