using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>What <c>POST /api/video/generate</c> reads.</summary>
/// <param name="Prompt">1 to 2,000 characters after trimming.</param>
/// <param name="NegativePrompt">At most 1,000 characters.</param>
internal sealed record LabVideoRequest(string? Prompt, string? NegativePrompt, LabVideoSettings? Settings, long? Seed);

/// <summary>How a video shall be.</summary>
/// <param name="Resolution"><c>480p</c>, <c>720p</c> (default), <c>1080p</c> or <c>4K</c>.</param>
/// <param name="AspectRatio"><c>1:1</c>, <c>16:9</c> (default), <c>9:16</c>, <c>21:9</c> or <c>4:5</c>.</param>
/// <param name="Fps">15 to 60; unset takes what the model makes, which is 24 of most.</param>
/// <param name="Duration">In seconds, 1 to 60; default 5.</param>
internal sealed record LabVideoSettings(string? Resolution, string? AspectRatio, int? Fps, int? Duration);

/// <summary>What it answers.</summary>
/// <param name="TaskId">For <c>GET /api/generate/task/{id}</c>.</param>
/// <param name="EstimatedDuration">Until it is made, in seconds.</param>
internal sealed record LabVideoResult(string TaskId, string Status, string Message, int EstimatedDuration, string? Provider, string? Model);

internal static class LabVideo
{
    public static Task<Results<Ok<LabVideoResult>, FailureResult>> HandleAsync(
        LabVideoRequest body, Caller caller, HttpContext http, OrderLabVideo operation, CancellationToken cancellationToken) =>
        operation.RunAsync(body, caller, http, static (_, _) => Task.FromResult<Inputs.InputImage?>(null), cancellationToken);
}
