using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>The bodies of answers with status 200.</summary>
internal static class GeminiAnswers
{
    public static string For(Behaviour behaviour, GeminiEmulatedModel model, GeminiImageRequest request) =>
        Body(behaviour, model, request).ToJsonString(GeminiProblem.Pretty);

    private static JsonObject Body(Behaviour behaviour, GeminiEmulatedModel model, GeminiImageRequest request) => behaviour.Name switch
    {
        "blocked" => new JsonObject
        {
            ["promptFeedback"] = new JsonObject
            {
                ["blockReason"] = behaviour.Argument ?? "PROHIBITED_CONTENT",
                ["safetyRatings"] = new JsonArray(new JsonObject { ["category"] = "HARM_CATEGORY_DANGEROUS_CONTENT", ["probability"] = "HIGH", ["blocked"] = true }),
            },
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 9, ["totalTokenCount"] = 9 },
            ["modelVersion"] = model.Id,
        },
        "empty_object" => [],
        "no_candidates" => new JsonObject { ["candidates"] = new JsonArray(), ["modelVersion"] = model.Id },
        "finish" => Around(model, new JsonObject
        {
            ["content"] = new JsonObject(),
            ["finishReason"] = behaviour.Argument ?? "IMAGE_OTHER",
            ["index"] = 0,
            ["finishMessage"] = "Unable to show the generated image. You will not be charged for this request.",
        }),
        "no_content" => Around(model, new JsonObject { ["finishReason"] = "STOP", ["index"] = 0 }),
        "empty_content" => Around(model, Candidate([])),
        "content_role" => Around(model, Candidate(new JsonObject { ["role"] = "model" })),
        "empty_parts" => Around(model, Candidate(new JsonObject { ["parts"] = new JsonArray() })),
        "null_parts" => Around(model, Candidate(new JsonObject { ["parts"] = null })),
        "text_only" => Around(model, Candidate(Parts(new JsonObject { ["text"] = "I can describe it instead." }))),
        "drafts_only" => Around(model, Candidate(Parts(Draft()))),
        "bad_base64" => Around(model, Candidate(Parts(Inline(model.MediaType, "*** not base64 ***")))),
        "damaged" => Around(model, Candidate(Parts(Inline(model.MediaType, Convert.ToBase64String(Half(Image(model, request))))))),
        "no_mime" => Around(model, Candidate(Parts(new JsonObject { ["inlineData"] = new JsonObject { ["data"] = Convert.ToBase64String(Image(model, request)) } }))),
        _ => Around(model, GeminiGrounding.Add(Candidate(Good(model, request)), behaviour, request)),
    };

    private static JsonObject Good(GeminiEmulatedModel model, GeminiImageRequest request)
    {
        var data = Convert.ToBase64String(Image(model, request));
        var parts = new List<JsonNode>();
        if (model.Drafts)
            parts.AddRange([new JsonObject { ["text"] = "Planning the scene.", ["thought"] = true }, Draft()]);
        if (request.HasText)
            parts.Add(Sealed(model, new JsonObject { ["text"] = "Here it is." }, "Here it is."));
        parts.Add(Sealed(model, Inline(model.MediaType, data), data));
        return Parts([.. parts]);
    }

    private static JsonObject Sealed(GeminiEmulatedModel model, JsonObject part, string payload)
    {
        if (model.IsThird)
            part["thoughtSignature"] = GeminiSeal.Of(payload);
        return part;
    }

    private static byte[] Image(GeminiEmulatedModel model, GeminiImageRequest request)
    {
        var (width, height) = model.PixelsFor(request.Ratio, request.Size);
        return EmulatedImage.Make(width, height, model.MediaType);
    }

    private static byte[] Half(byte[] image) => image[..(image.Length / 2)];

    /// <summary>A draft is another image than the result, so that taking it is noticed.</summary>
    private static JsonObject Draft()
    {
        var draft = Inline("image/png", Convert.ToBase64String(EmulatedImage.Make(64, 64, "image/png")));
        draft["thought"] = true;
        return draft;
    }

    private static JsonObject Inline(string mediaType, string data) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = mediaType, ["data"] = data } };

    private static JsonObject Parts(params JsonNode[] parts) => new() { ["role"] = "model", ["parts"] = new JsonArray(parts) };

    private static JsonObject Candidate(JsonObject content) =>
        new() { ["content"] = content, ["finishReason"] = "STOP", ["index"] = 0, ["safetyRatings"] = new JsonArray() };

    private static JsonObject Around(GeminiEmulatedModel model, JsonObject candidate) => new()
    {
        ["candidates"] = new JsonArray(candidate),
        ["usageMetadata"] = new JsonObject
        {
            ["promptTokenCount"] = 12,
            ["candidatesTokenCount"] = 1120,
            ["thoughtsTokenCount"] = 180,
            ["totalTokenCount"] = 1312,
            ["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = 12 }),
            ["candidatesTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "IMAGE", ["tokenCount"] = 1120 }),
            ["serviceTier"] = "standard",
        },
        ["modelVersion"] = model.Id,
        ["responseId"] = "emulated",
    };
}
