using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// The answers of text models with status 200: <c>ok</c> repeats the prompt in a sentence, after a thought. Otherwise
/// <c>says:TEXT blocked[:REASON] finish:REASON max_tokens no_candidates empty_parts</c>.
/// </summary>
internal static class GeminiTextAnswers
{
    public static bool IsTextModel(string id) => id is "gemini-3.5-flash-lite" or "gemini-3.1-flash-lite" or "gemini-3.7-flash" or "gemini-3.8-flash";

    public static string For(Behaviour behaviour, string model, GeminiTextRequest request) => (behaviour.Name switch
    {
        "says" => Around(model, Parts(behaviour.Argument ?? ""), "STOP"),
        "blocked" => new JsonObject { ["promptFeedback"] = new JsonObject { ["blockReason"] = behaviour.Argument ?? "SAFETY" }, ["modelVersion"] = model },
        "no_candidates" => new JsonObject { ["modelVersion"] = model },
        "finish" => Around(model, [], behaviour.Argument ?? "SAFETY"),
        "empty_parts" => Around(model, new JsonObject { ["role"] = "model", ["parts"] = new JsonArray() }, "STOP"),
        "max_tokens" => Around(model, Parts(request.Prompt[..(request.Prompt.Length / 2)]), "MAX_TOKENS"),
        _ => Around(model, Parts(request.IsJson ? new JsonObject { ["prompt"] = request.Prompt }.ToJsonString() : $"{request.Prompt}, in the best light"), "STOP"),
    }).ToJsonString(GeminiProblem.Pretty);

    private static JsonObject Parts(string text) => new()
    {
        ["role"] = "model",
        ["parts"] = new JsonArray(
            new JsonObject { ["text"] = "Thinking about it.", ["thought"] = true },
            new JsonObject { ["text"] = text[..(text.Length / 2)] },
            new JsonObject { ["text"] = text[(text.Length / 2)..] + "\n" }),
    };

    private static JsonObject Around(string model, JsonObject content, string reason) => new()
    {
        ["candidates"] = new JsonArray(new JsonObject { ["content"] = content, ["finishReason"] = reason, ["index"] = 0 }),
        ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 12, ["candidatesTokenCount"] = 24, ["totalTokenCount"] = 36 },
        ["modelVersion"] = model,
        ["responseId"] = "emulated",
    };
}
