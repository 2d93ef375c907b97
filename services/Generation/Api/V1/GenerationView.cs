using System.Globalization;
using System.Text.Json;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A generation as its owner sees it.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Size">As asked for; what was delivered stands at each image.</param>
/// <param name="Attempts">Every call to a provider; left out of lists.</param>
/// <param name="Receipt">What was held and what was charged, in credits (1 credit = $0.001).</param>
internal sealed record GenerationView(
    string Id, string Status, string Prompt, string Size, int Count, string? Provider, string? Model, DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<ImageView> Images, IReadOnlyList<AttemptView>? Attempts, ReceiptView Receipt,
    IReadOnlyList<GenerationWarning> Warnings, ErrorView? Error)
{
    public static GenerationView Of(Job job, ImageLinks links, HttpRequest http, bool withAttempts)
    {
        var request = JsonSerializer.Deserialize(job.Request, GenerationJsonContext.Default.GenerationRequest)!;
        return new GenerationView(
            JobIds.ToWire(job.Id), job.State, request.Prompt,
            string.Create(CultureInfo.InvariantCulture, $"{request.Width}x{request.Height}"), request.Count, job.Provider, job.Model,
            job.CreatedAt, job.FinishedAt,
            [.. job.Images.OrderBy(static image => image.Image).Select(image => ImageView.Of(image, links, http))],
            withAttempts ? [.. job.Attempts.OrderBy(static row => row.Image).ThenBy(static row => row.Try).Select(AttemptView.Of)] : null,
            new ReceiptView(job.HeldCredits, job.ChargedCredits, job.PriceVersion, job.ProviderCostMicros / 1_000_000m),
            [.. job.Warnings.Select(GenerationWarning.Of)], ErrorView.Of(job.ErrorCode));
    }
}

/// <summary>One delivered image.</summary>
/// <param name="Url">Stable; null when the bytes were delivered inline and not kept.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
internal sealed record ImageView(string? Url, string MediaType, int Width, int Height, int Bytes, string Sha256)
{
    public static ImageView Of(JobImage image, ImageLinks links, HttpRequest http) => new(
        image.StorageKey is null ? null : links.UrlOf(image.JobId, image.Image, http),
        image.MediaType, image.Width, image.Height, image.ByteCount, Convert.ToHexStringLower(image.Sha256));
}

/// <summary>One call to a provider.</summary>
/// <param name="State"><c>not_sent</c>, <c>sending</c>, <c>accepted</c>, <c>unknown</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="Failure">The class it failed with: <c>overloaded</c>, <c>refused_input</c> and so on.</param>
internal sealed record AttemptView(
    int Image, int Try, string Provider, string Model, string State, string? Failure, string? Detail, DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    public static AttemptView Of(Attempt row) =>
        new(row.Image, row.Try, row.Provider, row.Model, row.State, row.Failure, row.Detail, row.StartedAt, row.EndedAt);
}

/// <summary>What it cost.</summary>
/// <param name="ChargedCredits">Null until the job has ended.</param>
/// <param name="ProviderCostUsd">What the provider is expected to bill for it.</param>
internal sealed record ReceiptView(int HeldCredits, int? ChargedCredits, int PriceVersion, decimal ProviderCostUsd);

/// <summary>Why it failed.</summary>
internal sealed record ErrorView(string Code, string Message)
{
    public static ErrorView? Of(string? code) => code is null
        ? null
        : new ErrorView(code, ErrorCodes.Find(code).Message);
}
