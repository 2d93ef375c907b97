using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Mcp;

/// <summary>What tools that make an image have in common, once they know what is wanted.</summary>
internal sealed class McpImages(GenerateImages operation, ImageLinks links, IImageStore store)
{
    /// <summary>The family as requests name it.</summary>
    public const string Family = "mcp";

    // Clients hand images on to a model with a context to keep: larger ones are linked.
    private const int MostInline = 1024 * 1024;

    public async Task<CallToolResult> RunAsync(GenerationRequest request, McpCall call, string? key, CancellationToken cancellationToken) =>
        await operation.RunAsync(request, call.Caller, key, quoteId: null, cancellationToken) switch
        {
            StartResult.Ended { Outcome: { Succeeded: true } outcome } => await AnswerAsync(outcome, call.Http.Request, cancellationToken),
            StartResult.Ended { Outcome: var outcome } => McpAnswers.Failed(
                new ApiFailure(outcome.Error) { RetryAfter = outcome.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null }),
            StartResult.Refused refused => McpAnswers.Failed(refused.Failure),
            StartResult.StillRunning running => McpAnswers.Of(
                new JsonObject { ["id"] = JobIds.ToWire(running.JobId), ["status"] = JobState.Running, ["next"] = "It takes longer: ask get_job for this id." }),
            _ => McpAnswers.Failed(new ApiFailure(ErrorCodes.Internal)),
        };

    private async Task<CallToolResult> AnswerAsync(JobOutcome outcome, HttpRequest http, CancellationToken cancellationToken)
    {
        var image = outcome.Images[0];
        var answer = new JsonObject
        {
            ["id"] = JobIds.ToWire(outcome.JobId),
            ["status"] = outcome.State,
            ["url"] = image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http) : null,
            ["width"] = image.Width,
            ["height"] = image.Height,
            ["provider"] = outcome.Provider,
            ["model"] = outcome.Model,
            ["credits"] = outcome.ChargedCredits,
        };
        if (outcome.Warnings.Count > 0)
            answer["warnings"] = new JsonArray([.. outcome.Warnings.Select(static warning => JsonValue.Create(warning))]);
        if (!image.IsKept)
        {
            return image.InlineUrl is { } inline
                ? McpAnswers.Of(answer, ImageContentBlock.FromBytes(Convert.FromBase64String(inline[(inline.IndexOf(',', StringComparison.Ordinal) + 1)..]), image.MediaType))
                : McpAnswers.Failed(new ApiFailure(ErrorCodes.ResultNotKept));
        }

        var name = ImageNames.FileName(outcome.JobId, image.Image, image.MediaType);
        return McpAnswers.Of(answer, await ReadAsync(ImageNames.StorageKey(outcome.JobId, image.Image, image.MediaType), cancellationToken) is { } bytes
            ? ImageContentBlock.FromBytes(bytes, image.MediaType)
            : new ResourceLinkBlock { Uri = (string)answer["url"]!, Name = name, MimeType = image.MediaType });
    }

    /// <summary>Null for one that is large or cannot be read now: its address is answered all the same.</summary>
    private async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.OpenAsync(key, cancellationToken) is not { } stream)
                return null;
            await using (stream)
            {
                using var copy = new MemoryStream();
                var piece = new byte[64 * 1024];
                while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var read)
                {
                    if (copy.Length + read > MostInline)
                        return null;
                    copy.Write(piece, 0, read);
                }

                return copy.ToArray();
            }
        }
        catch (Exception exception) when (exception is ImageStoreException or IOException)
        {
            return null;
        }
    }
}
