using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using NanoBanana.Generation.Api.Gemini;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Lists the image models that are served.</summary>
internal sealed class ListModelsTool(GeminiCatalogue catalogue) : IMcpTool
{
    public Tool Definition { get; } = new()
    {
        Name = "list_models",
        Title = "List models",
        Description = "Lists the image models that are served, and what they can do.",
        InputSchema = McpSchemas.Nothing,
        Annotations = new() { ReadOnlyHint = true },
    };

    public bool Makes => false;

    public Task<CallToolResult> RunAsync(McpCall call, CancellationToken cancellationToken) => Task.FromResult(McpAnswers.Of(new JsonObject
    {
        ["models"] = new JsonArray([.. catalogue.Served.Select(static model => new JsonObject
        {
            ["id"] = model.Id,
            ["name"] = model.Name,
            ["resolutions"] = new JsonArray([.. model.Resolutions.Select(static step => JsonValue.Create(step))]),
            ["max_images"] = model.MaxReferences,
            ["takes_mask"] = model.TakesMask,
        })]),
    }));
}
