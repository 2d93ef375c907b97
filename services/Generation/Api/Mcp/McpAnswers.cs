using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Answers of tools: as text for models, and as structure for programs.</summary>
internal static class McpAnswers
{
    public static CallToolResult Of(JsonElement answer, params ContentBlock[] beside) => new()
    {
        Content = [new TextContentBlock { Text = answer.GetRawText() }, .. beside],
        StructuredContent = answer,
    };

    public static CallToolResult Of(JsonObject answer, params ContentBlock[] beside) => Of(JsonSerializer.SerializeToElement(answer, McpJsonContext.Default.JsonObject), beside);

    /// <summary>A failure, with our code and the fields at fault.</summary>
    public static CallToolResult Failed(ApiFailure failure)
    {
        var error = new JsonObject { ["code"] = failure.Code.Code, ["message"] = failure.Text };
        if (failure.Fields.Count > 0)
            error["fields"] = new JsonArray([.. failure.Fields.Select(static field => new JsonObject { ["field"] = field.Field, ["message"] = field.Message })]);
        foreach (var (name, value) in failure.Details)
            error[name] = value;
        if (failure.RetryAfter is { } wait)
            error["retry_after_seconds"] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        var result = Of(new JsonObject { ["error"] = error });
        result.IsError = true;
        return result;
    }
}
