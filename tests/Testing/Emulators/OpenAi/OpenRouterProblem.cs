using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>An error of OpenRouter's. Its code is a number, and once a model has started, the status is 200 all the same.</summary>
internal sealed record OpenRouterProblem(int Code, string Message, JsonObject? Metadata = null)
{
    /// <summary>Whether a model had started.</summary>
    public bool HasStarted { get; init; }

    public static OpenRouterProblem Invalid(string message) => new(400, message);

    /// <summary>The prompt was flagged by the model's vendor.</summary>
    public static OpenRouterProblem Moderated => new(403, "Your input was flagged.", new JsonObject
    {
        ["reasons"] = new JsonArray("violence"),
        ["flagged_input"] = "a red...apple",
        ["provider_name"] = "OpenAI",
        ["model_slug"] = "openai/gpt-image-2",
    });

    public static OpenRouterProblem OutOfCredits => new(
        402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits", new JsonObject { ["limit_source"] = "openrouter_credits" });

    public Task WriteAsync(HttpContext context)
    {
        var error = new JsonObject { ["message"] = Message, ["code"] = Code };
        if (Metadata is not null)
            error["metadata"] = Metadata.DeepClone();
        context.Response.StatusCode = HasStarted ? StatusCodes.Status200OK : Code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["error"] = error, ["user_id"] = "user_emulated" }.ToJsonString(), context.RequestAborted);
    }
}
