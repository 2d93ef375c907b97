using System.Text.Json.Nodes;

namespace NanoBanana.Testing.Emulators;

/// <summary>The bodies of answers with status 200.</summary>
internal static class OpenAiAnswers
{
    public static string For(Behaviour behaviour, OpenAiEmulatedRequest request)
    {
        var text = Body(behaviour, request).ToJsonString(OpenAiProblem.Pretty);
        return behaviour.Name == "escaped" ? text.Replace("=", "\\u003d", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal) : text;
    }

    private static JsonObject Body(Behaviour behaviour, OpenAiEmulatedRequest request) => behaviour.Name switch
    {
        "no_data" => new JsonObject { ["created"] = 1776916481 },
        "empty_data" => Around(request, []),
        "null_image" => Around(request, [new JsonObject { ["b64_json"] = null }]),
        "bad_base64" => Around(request, Image("*** not base64 ***")),
        "damaged" => Around(request, Image(Convert.ToBase64String(Bytes(request).AsSpan(0, Bytes(request).Length / 2)))),
        "minimal" => new JsonObject { ["data"] = Image(Convert.ToBase64String(Bytes(request))) },
        "data_url" => Around(request, Image($"data:{request.MediaType};base64,{Convert.ToBase64String(Bytes(request))}")),
        "url" => Around(request, [new JsonObject { ["url"] = behaviour.Argument }]),
        _ => Around(request, Image(Convert.ToBase64String(Bytes(request)))),
    };

    /// <summary>What the event of a completed image has: the same fields as a body, but for the image's place.</summary>
    public static JsonObject Completed(Behaviour behaviour, OpenAiEmulatedRequest request, string type)
    {
        var body = Body(behaviour, request);
        var completed = new JsonObject { ["type"] = type, ["created_at"] = 1776916481 };
        foreach (var field in body.Where(static field => field.Key is not ("data" or "created")).Concat(body["data"]?.AsArray().FirstOrDefault()?.AsObject() ?? []))
            completed[field.Key] = field.Value?.DeepClone();
        return completed;
    }

    private static byte[] Bytes(OpenAiEmulatedRequest request) => EmulatedImage.Make(request.Width, request.Height, request.MediaType);

    private static JsonArray Image(string data) => [new JsonObject { ["b64_json"] = data }];

    private static JsonObject Around(OpenAiEmulatedRequest request, JsonArray data)
    {
        // A square of medium quality is 1,756 tokens.
        var factor = request.Quality switch { "low" => 0.16, "medium" => 1, _ => 4 };
        var tokens = (int)(1756 * factor * request.Width * request.Height / (1024 * 1024));
        return new JsonObject
        {
            ["created"] = 1776916481,
            ["background"] = "opaque",
            ["data"] = data,
            ["output_format"] = request.Format,
            ["quality"] = request.Quality,
            ["size"] = $"{request.Width}x{request.Height}",
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = 41,
                ["input_tokens_details"] = new JsonObject { ["image_tokens"] = 0, ["text_tokens"] = 41 },
                ["output_tokens"] = tokens,
                ["output_tokens_details"] = new JsonObject { ["image_tokens"] = tokens, ["text_tokens"] = 0 },
                ["total_tokens"] = tokens + 41,
            },
        };
    }
}
