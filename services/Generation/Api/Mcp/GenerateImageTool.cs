using ModelContextProtocol.Protocol;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Inputs;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Makes an image from a prompt, and waits for it.</summary>
internal sealed class GenerateImageTool(GenerateReader reader, McpImages images) : IMcpTool
{
    public Tool Definition { get; } = new()
    {
        Name = "generate_image",
        Title = "Generate an image",
        Description = "Makes an image from a prompt and answers with it and with its address. Costs credits.",
        InputSchema = McpSchemas.Generate,
        Annotations = new() { ReadOnlyHint = false, DestructiveHint = false, OpenWorldHint = true },
    };

    public bool Makes => true;

    public async Task<CallToolResult> RunAsync(McpCall call, CancellationToken cancellationToken)
    {
        call.Http.ReleaseBody();
        var body = new GenerateRequest(call.Text("prompt"), call.Text("size"), Style: null, N: 1, call.Number("seed"));
        var request = reader.Read(body, call.Http.Request, call.Validation) with { Family = McpImages.Family };
        request = request with { Model = call.Text("model") ?? request.Model };
        var key = call.IdempotencyKey();
        return call.Validation.Failed ? McpAnswers.Failed(call.Validation.Failure) : await images.RunAsync(request, call, key, cancellationToken);
    }
}
