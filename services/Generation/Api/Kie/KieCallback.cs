using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>What is posted to a call's <c>callbackUrl</c>: its answer, or its failure, with the task's id.</summary>
internal sealed class KieCallback(JobReader jobs, KieWriter writer, DatabasePatience patience, IOptions<JsonOptions> json) : ICallbackBody
{
    private readonly JsonTypeInfo<KieImage> _type = (JsonTypeInfo<KieImage>)json.Value.SerializerOptions.GetTypeInfo(typeof(KieImage));
    private readonly JsonWriterOptions _readable = new() { Encoder = json.Value.SerializerOptions.Encoder };

    /// <inheritdoc/>
    public async Task<byte[]?> WriteAsync(Guid accountId, Guid jobId, CancellationToken cancellationToken)
    {
        if (await patience.AskAsync(() => jobs.FindAsync(accountId, jobId, cancellationToken)) is not { FinishedAt: not null } job)
            return null;
        var request = JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
        if (job.State != JobState.Succeeded)
            return Failed(job, KieWriter.FailureOf(job.ErrorCode, retryAfterSeconds: null));
        return await writer.WriteAsync(job, request, request.Callback?.Origin ?? "", cancellationToken) is { } made
            ? JsonSerializer.SerializeToUtf8Bytes(made with { TaskId = JobIds.ToWire(job.Id) }, _type)
            : Failed(job, new ApiFailure(ErrorCodes.ResultNotKept));
    }

    private byte[] Failed(Job job, ApiFailure failure)
    {
        using var body = new MemoryStream();
        using (var writing = new Utf8JsonWriter(body, _readable))
        {
            writing.WriteStartObject();
            writing.WriteBoolean("success", value: false);
            writing.WriteString("taskId", JobIds.ToWire(job.Id));
            KieErrors.WriteFields(writing, failure);
            writing.WriteEndObject();
        }

        return body.ToArray();
    }
}
