using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error of OpenAI's, with the four fields that each has.</summary>
internal sealed record OpenAiProblem(int Status, string? Type, string? Code, string Message, string? Param = null)
{
    /// <summary>What the service says of a call that its own safety rules caught.</summary>
    private const string Blocked = "Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID req_emulated.";

    // Relaxed, because the letters of base64 stay as they are.
    public static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonObject? Moderation { get; init; }

    public static OpenAiProblem NoKey => new(401, "invalid_request_error", null,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.");

    public static OpenAiProblem BadKey(string key) => new(401, "invalid_request_error", "invalid_api_key",
        $"Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.");

    public static OpenAiProblem NoRoute(string method, string path) => new(404, "invalid_request_error", null, $"Invalid URL ({method} {path})");

    public static OpenAiProblem NoModel(string model) => User("invalid_value", $"The model '{model}' does not exist.", "model");

    public static OpenAiProblem BadSize(string size) => User(
        "invalid_value", $"Invalid size '{size}'. Supported sizes are 1024x1024, 1024x1536, 1536x1024, and auto.", "size");

    public static OpenAiProblem BadImage(string param, string why) => User("invalid_image_file", $"Invalid image file or mode for '{param}': {why}.", param);

    public static OpenAiProblem BadValue(string param, string value) => new(400, "invalid_request_error", "invalid_value", $"Invalid value for '{param}': {value}.", param);

    public static OpenAiProblem Unknown(string param) => new(400, "invalid_request_error", "unknown_parameter", $"Unknown parameter: '{param}'.", param);

    public static OpenAiProblem Missing(string param) => new(400, "invalid_request_error", "missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    /// <summary>Refused by the safety rules; the stage is <c>input</c>, <c>output</c> or <c>unknown</c>, or null for a body without such details.</summary>
    public static OpenAiProblem Moderated(string? stage) => User("moderation_blocked", Blocked) with
    {
        Moderation = stage is null ? null : new JsonObject { ["moderation_stage"] = stage, ["categories"] = new JsonArray("other") },
    };

    /// <summary>What a careless proxy before OpenAI might do: the key in every text that an error has.</summary>
    public static OpenAiProblem Echo(int status, string key) => new(status, key, key, $"Bad key {key}", key);

    public static OpenAiProblem User(string code, string message, string? param = null) => new(400, "image_generation_user_error", code, message, param);

    /// <summary>The object under <c>error</c>.</summary>
    public JsonObject Body
    {
        get
        {
            var error = new JsonObject { ["message"] = Message, ["type"] = Type, ["param"] = Param, ["code"] = Code };
            if (Moderation is not null)
                error["moderation_details"] = Moderation.DeepClone();
            return error;
        }
    }

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"OpenAI API\"";
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["error"] = Body }.ToJsonString(Pretty), context.RequestAborted);
    }
}
