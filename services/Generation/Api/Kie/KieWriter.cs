using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>Says in the family's words what became of a job.</summary>
internal sealed class KieWriter(ImageLinks links, KieCredits credits)
{
    private const string Model = "nano-banana";
    private const string Mode = "text-to-image";
    private const string KieProvider = "kie";

    /// <summary>Of a call that waited; null when the image was delivered inline, to somebody else.</summary>
    public async Task<KieImage?> WriteAsync(JobOutcome outcome, GenerationRequest request, Guid accountId, HttpRequest http, CancellationToken cancellationToken)
    {
        var image = outcome.Images[0];
        var origin = links.OriginOf(http);
        var address = image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, origin) : image.InlineUrl;
        var thumbnail = image.IsKept ? links.ThumbnailOf(outcome.JobId, image.Image, image.MediaType, origin) : null;
        return address is null ? null : await WriteAsync(
            address, thumbnail, outcome.ChargedCredits, new KieMetadata(NameOf(outcome.Provider), outcome.Model, ModeOf(request)), accountId, cancellationToken);
    }

    /// <summary>Of a job that has succeeded; null when its image was delivered inline, to somebody else.</summary>
    /// <param name="origin">What its address begins with.</param>
    public async Task<KieImage?> WriteAsync(Job job, GenerationRequest request, string origin, CancellationToken cancellationToken)
    {
        var image = job.Images.MinBy(static image => image.Image);
        if (image?.StorageKey is null)
            return null;
        var address = links.UrlOf(job.Id, image.Image, image.MediaType, origin);
        var thumbnail = links.ThumbnailOf(job.Id, image.Image, image.MediaType, origin);
        return await WriteAsync(address, thumbnail, job.ChargedCredits ?? 0, new KieMetadata(NameOf(job.Provider), job.Model, ModeOf(request)), job.AccountId, cancellationToken);
    }

    /// <summary>Why a job made nothing.</summary>
    public static ApiFailure FailureOf(string? errorCode, int? retryAfterSeconds) => new(ErrorCodes.Find(errorCode))
    {
        RetryAfter = retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private async Task<KieImage> WriteAsync(
        string address, string? thumbnail, int used, KieMetadata metadata, Guid accountId, CancellationToken cancellationToken) => new(
        Success: true, address, thumbnail ?? address, new KieCharge(used, await credits.RemainingAsync(accountId, cancellationToken)), Model,
        metadata);

    private static string? NameOf(string? provider) => provider == KieProvider ? "KIE API" : provider;

    private static string? ModeOf(GenerationRequest request) => request.Inputs is null ? Mode : null;
}
