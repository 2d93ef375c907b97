using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Words;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Gemini;

/// <summary>Gathers what is answered of a job that has made its image. The image is opened and not read: it is copied into the answer.</summary>
internal sealed class GeminiWriter(IImageStore store, WordsStore words)
{
    private static readonly KeptWords Silent = new(Text: null, Thinking: null, []);

    /// <summary>The answer, or why there is none: its image was delivered to somebody else, was deleted since, or cannot be read now.</summary>
    public async Task<(GeminiReply? Reply, ApiFailure? Failure)> WriteAsync(
        JobOutcome outcome, GenerationRequest request, Guid accountId, CancellationToken cancellationToken)
    {
        var image = outcome.Images[0];
        var said = request.WantsWords ? await words.FindAsync(accountId, outcome.JobId, image.Image, cancellationToken) : Silent;
        var reply = new GeminiReply(JobIds.ToWire(outcome.JobId), outcome.Model ?? request.Model!)
        {
            Words = said with { Thinking = request.WithThoughts ? said.Thinking : null, Text = request.WithText ? said.Text : null },
            MediaType = image.MediaType,
            Provider = outcome.Provider,
            Warnings = outcome.Warnings,
        };
        if (!image.IsKept)
            return image.InlineUrl is { } url ? (reply with { Inline = url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..] }, null) : (null, new ApiFailure(ErrorCodes.ResultNotKept));
        try
        {
            return await store.OpenAsync(ImageNames.StorageKey(outcome.JobId, image.Image, image.MediaType), cancellationToken) is { } bytes
                ? (reply with { Image = bytes }, null)
                : (null, new ApiFailure(ErrorCodes.ImageNotFound));
        }
        catch (ImageStoreException)
        {
            // The image was made and paid: what is told must not be that nothing was charged.
            return (null, new ApiFailure(ErrorCodes.ServiceUnavailable));
        }
    }
}
