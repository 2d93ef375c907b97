using System.Text.Json.Serialization;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>How an image stands: what it is when it is made, why there is none when it failed, and neither before.</summary>
/// <param name="TaskId"><c>gen_</c> and a UUID.</param>
/// <param name="Status"><c>queued</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
internal sealed record KieTaskView(bool Success, [property: JsonPropertyName("taskId")] string TaskId, string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Image { get; init; }

    [JsonPropertyName("thumbnailUrl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ThumbnailUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KieCharge? Credits { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KieMetadata? Metadata { get; init; }

    /// <summary>What clients show of one that made nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The family's word for why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>Our code for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Details { get; init; }

    public static KieTaskView Completed(Job job, KieImage made) => new(Success: true, JobIds.ToWire(job.Id), "completed")
    {
        Image = made.Image,
        ThumbnailUrl = made.ThumbnailUrl,
        Credits = made.Credits,
        Model = made.Model,
        Metadata = made.Metadata,
    };

    /// <summary>Of one that has not ended, or has without an image.</summary>
    public static KieTaskView Of(Job job)
    {
        var view = new KieTaskView(Success: true, JobIds.ToWire(job.Id), job.State == JobState.Running ? "processing" : job.State);
        if (job.FinishedAt is null)
            return view;
        var failure = KieWriter.FailureOf(job.ErrorCode, job.RetryAfterSeconds);
        return view with
        {
            Error = KieErrors.Title(failure),
            Message = KieErrors.Message(failure),
            Code = KieErrors.CodeOf(failure.Code),
            Details = failure.Code.Code,
        };
    }
}
