using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>From which images one was made, and which were made from it.</summary>
/// <param name="Image">Its file's name.</param>
/// <param name="Ancestors">The nearest first, at most 20 generations back. What was sent with a call has no name.</param>
/// <param name="Children">The newest first, at most 100.</param>
internal sealed record LineageView(string Image, IReadOnlyList<LineageImage> Ancestors, IReadOnlyList<LineageImage> Children);

/// <summary>An image in a line of descent.</summary>
/// <param name="Image">Its file's name; null of one that was sent or fetched.</param>
/// <param name="Url">Null of one that is kept no more.</param>
/// <param name="Depth">How many steps away.</param>
/// <param name="Operation">What was done: <c>edit</c>, <c>inpaint</c>, <c>outpaint</c>, <c>blend</c>, <c>style</c> or <c>video</c>.</param>
/// <param name="Role"><c>image</c> or <c>mask</c>.</param>
internal sealed record LineageImage(string? Image, string? Url, int Depth, string Operation, string Role, DateTimeOffset? CreatedAt);

internal static class GetLineage
{
    public static async Task<Results<Ok<LineageView>, FailureResult>> HandleAsync(
        string name, Caller caller, LineageReader lineage, ImageLinks links, HttpRequest http, CancellationToken cancellationToken)
    {
        if ((!ImageNames.TryParse(name, out var jobId, out var image, out var mediaType) && !IsJob(name, out jobId, out image, out mediaType))
            || await lineage.ReadAsync(caller.AccountId, jobId, image, cancellationToken) is not { } line)
        {
            return (FailureResult)ErrorCodes.ImageNotFound;
        }

        var origin = links.OriginOf(http);
        return TypedResults.Ok(new LineageView(
            ImageNames.FileName(jobId, image, mediaType), [.. line.Ancestors.Select(step => Show(step, links, origin))], [.. line.Children.Select(step => Show(step, links, origin))]));
    }

    private static bool IsJob(string name, out Guid jobId, out int image, out string mediaType)
    {
        (image, mediaType) = (1, ImageNames.MediaType);
        return JobIds.TryParse(name, out jobId);
    }

    private static LineageImage Show(LineageStep step, ImageLinks links, string origin)
    {
        var isOwn = step is { JobId: not null, Image: not null };
        return new LineageImage(
            isOwn ? ImageNames.FileName(step.JobId!.Value, step.Image!.Value, ImageNames.MediaType) : null,
            isOwn && step.IsKept ? links.UrlOf(step.JobId!.Value, step.Image!.Value, ImageNames.MediaType, origin) : null,
            step.Depth, step.Operation, step.IsMask ? "mask" : "image", step.CreatedAt);
    }
}
