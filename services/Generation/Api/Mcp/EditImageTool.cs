using ModelContextProtocol.Protocol;
using NanoBanana.Generation.Api.V1;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Makes an image from an image, and waits for it.</summary>
internal sealed class EditImageTool(EditReader reader, McpImages images) : IMcpTool
{
    public Tool Definition { get; } = new()
    {
        Name = "edit_image",
        Title = "Edit an image",
        Description = "Makes an image from an image and a prompt, in the whole of it or within a mask. Costs credits.",
        InputSchema = McpSchemas.Edit,
        Annotations = new() { ReadOnlyHint = false, DestructiveHint = false, OpenWorldHint = true },
    };

    public bool Makes => true;

    public async Task<CallToolResult> RunAsync(McpCall call, CancellationToken cancellationToken)
    {
        var body = new EditRequest(call.Image("image"), call.Text("prompt"), call.Image("mask"), call.Text("size"), N: 1, call.Number("seed"));
        var model = call.Text("model");
        var key = call.IdempotencyKey();
        call.Forget();
        var request = await reader.ReadAsync(body, call.Http, call.Validation, cancellationToken);
        request = request with { Family = McpImages.Family, Model = model ?? request.Model };
        return call.Validation.Failed ? McpAnswers.Failed(call.Validation.Failure) : await images.RunAsync(request, call, key, cancellationToken);
    }
}
