using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error of Google's services, with the texts and details they send.</summary>
internal sealed record GeminiProblem(int Code, string Status, string Message, JsonArray? Details = null)
{
    private const string Types = "type.googleapis.com/google.rpc.";

    // Relaxed, because Google leaves the letters of base64 as they are.
    public static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static GeminiProblem NoRoute => new(404, "NOT_FOUND", "Requested entity was not found.");

    public static GeminiProblem NoKey => new(403, "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");

    public static GeminiProblem BadKey => new(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
    [
        new JsonObject
        {
            ["@type"] = Types + "ErrorInfo",
            ["reason"] = "API_KEY_INVALID",
            ["domain"] = "googleapis.com",
            ["metadata"] = new JsonObject { ["service"] = "generativelanguage.googleapis.com" },
        },
        new JsonObject { ["@type"] = Types + "LocalizedMessage", ["locale"] = "en-US", ["message"] = "API key not valid. Please pass a valid API key." },
    ]);

    /// <summary>What a careless proxy before Google might do: the key in every text that an error has.</summary>
    public static GeminiProblem Echo(int code, string key) => new(code, key, $"API key not valid: {key}",
    [
        new JsonObject { ["@type"] = Types + "ErrorInfo", ["reason"] = key, ["domain"] = "googleapis.com", ["metadata"] = new JsonObject { ["key"] = key } },
        new JsonObject { ["@type"] = Types + "LocalizedMessage", ["locale"] = "en-US", ["message"] = $"API key not valid: {key}" },
    ]);

    public static GeminiProblem NoModel(string model, string method = "generateContent") => new(404, "NOT_FOUND",
        $"models/{model} is not found for API version v1beta, or is not supported for {method}. Call ListModels to see the list of available models and their supported methods.");

    public static GeminiProblem Invalid(string message, string? field = null) => new(400, "INVALID_ARGUMENT", message, field is null ? null :
    [
        new JsonObject
        {
            ["@type"] = Types + "BadRequest",
            ["fieldViolations"] = new JsonArray(new JsonObject { ["field"] = field, ["description"] = message }),
        },
    ]);

    /// <summary>Over a limit, with the wait as a duration in the details and as words in the message.</summary>
    public static GeminiProblem Throttled(string? retryDelay, string words) => new(429, "RESOURCE_EXHAUSTED",
        $"You exceeded your current quota, please check your plan and billing details. Please retry in {words}.",
    [
        new JsonObject
        {
            ["@type"] = Types + "QuotaFailure",
            ["violations"] = new JsonArray(new JsonObject
            {
                ["quotaMetric"] = "generativelanguage.googleapis.com/generate_requests_per_model",
                ["quotaId"] = "GenerateRequestsPerMinutePerProjectPerModel",
                ["quotaDimensions"] = new JsonObject { ["location"] = "global" },
                ["quotaValue"] = "10",
            }),
        },
        .. retryDelay is null ? [] : new JsonNode[] { new JsonObject { ["@type"] = Types + "RetryInfo", ["retryDelay"] = retryDelay } },
    ]);

    public Task WriteAsync(HttpContext context)
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message, ["status"] = Status };
        if (Details is not null)
            error["details"] = Details.DeepClone();
        context.Response.StatusCode = Code;
        context.Response.ContentType = "application/json; charset=UTF-8";
        return context.Response.WriteAsync(new JsonObject { ["error"] = error }.ToJsonString(Pretty), context.RequestAborted);
    }
}
