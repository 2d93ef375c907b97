using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>Shows how a generation of the account stands.</summary>
internal sealed class GetJobTool(JobReader jobs, ImageLinks links, IOptions<JsonOptions> json) : IMcpTool
{
    public Tool Definition { get; } = new()
    {
        Name = "get_job",
        Title = "Look at a generation",
        Description = "Shows how a generation stands, and the addresses of its images once it has ended.",
        InputSchema = McpSchemas.GetJob,
        Annotations = new() { ReadOnlyHint = true },
    };

    public bool Makes => false;

    public async Task<CallToolResult> RunAsync(McpCall call, CancellationToken cancellationToken)
    {
        var id = call.Text("id");
        if (id is null && !call.Validation.Failed)
            call.Validation.Add("id", "missing", "Field required");
        if (call.Validation.Failed)
            return McpAnswers.Failed(call.Validation.Failure);
        return JobIds.TryParse(id!, out var jobId) && await jobs.FindAsync(call.Caller.AccountId, jobId, cancellationToken) is { } job
            ? McpAnswers.Of(JsonSerializer.SerializeToElement(
                GenerationView.Of(job, links, call.Http.Request, withAttempts: false), (JsonTypeInfo<GenerationView>)json.Value.SerializerOptions.GetTypeInfo(typeof(GenerationView))))
            : McpAnswers.Failed(new ApiFailure(ErrorCodes.GenerationNotFound));
    }
}
