using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Contracts.Errors;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Api.V1;

/// <summary>A generation as its owner sees it.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Size">As asked for; what was delivered stands at each image.</param>
/// <param name="Attempts">Every call to a provider; left out of lists.</param>
/// <param name="Route">Who was to serve it and who after that, by which strategy; left out of lists.</param>
/// <param name="Receipt">What was quoted, held and charged, in credits (1 credit = $0.001), and what it costs us.</param>
internal sealed record GenerationView(
    string Id, string Status, string Prompt, string Size, int Count, string? Provider, string? Model, DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt, IReadOnlyList<ImageView> Images, IReadOnlyList<AttemptView>? Attempts, RouteView? Route, ReceiptView Receipt,
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
            withAttempts ? RouteView.Of(job.Route) : null,
            ReceiptView.Of(job),
            [.. job.Warnings.Select(GenerationWarning.Of)], ErrorView.Of(job.ErrorCode));
    }
}

/// <summary>One delivered image or video.</summary>
/// <param name="Url">Stable; null when the bytes were delivered inline and not kept.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="DurationSeconds">Of a video, as measured; null of an image.</param>
internal sealed record ImageView(string? Url, string MediaType, int Width, int Height, int Bytes, string Sha256, double? DurationSeconds)
{
    public static ImageView Of(JobImage image, ImageLinks links, HttpRequest http) => new(
        image.StorageKey is null ? null : links.UrlOf(image.JobId, image.Image, image.MediaType, http),
        image.MediaType, image.Width, image.Height, image.ByteCount, Convert.ToHexStringLower(image.Sha256),
        image.DurationMs / 1_000.0);
}

/// <summary>One call to a provider.</summary>
/// <param name="CostUsd">What the provider bills us for it; null until it has ended.</param>
/// <param name="State"><c>not_sent</c>, <c>sending</c>, <c>accepted</c>, <c>unknown</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="Failure">The class it failed with: <c>overloaded</c>, <c>refused_input</c> and so on.</param>
internal sealed record AttemptView(
    int Image, int Try, string Provider, string Model, string State, string? Failure, string? Detail, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    decimal? CostUsd)
{
    public static AttemptView Of(Attempt row) =>
        new(row.Image, row.Try, row.Provider, row.Model, row.State, row.Failure, row.Detail, row.StartedAt, row.EndedAt, row.CostMicros / 1_000_000m);
}

/// <summary>What it cost.</summary>
/// <param name="QuotedCredits">What the job was to cost: the price of the plan, at that version of the price table.</param>
/// <param name="HeldCredits">What was set aside for it.</param>
/// <param name="ChargedCredits">Null until the job has ended.</param>
/// <param name="ReturnedCredits">What went back; null until the job has ended.</param>
/// <param name="ProviderCostUsd">What providers bill us for it; until it has ended what is expected.</param>
internal sealed record ReceiptView(
    int QuotedCredits, int HeldCredits, int? ChargedCredits, int? ReturnedCredits, int PriceVersion, decimal ProviderCostUsd)
{
    public static ReceiptView Of(Job job) => new(
        job.HeldCredits, job.HeldCredits, job.ChargedCredits, job.HeldCredits - job.ChargedCredits, job.PriceVersion, job.ProviderCostMicros / 1_000_000m);
}

/// <summary>How it was routed.</summary>
/// <param name="Strategy"><c>priority</c>, <c>cost</c>, <c>quality</c>, <c>speed</c>, <c>round_robin</c> or <c>adaptive</c>.</param>
/// <param name="Candidates">The plan first, then its fallbacks.</param>
internal sealed record RouteView(string Strategy, IReadOnlyList<CandidateView> Candidates)
{
    public static RouteView? Of(string? route) =>
        route is null ? null : Of(JsonSerializer.Deserialize(route, GenerationJsonContext.Default.RoutePlan)!);

    public static RouteView Of(RoutePlan plan) => new(
        plan.Strategy, [.. plan.Steps.Select(static step => new CandidateView(step.Provider, step.Model, step.Resolution, step.Relaxations) { Seconds = step.Seconds })]);
}

/// <summary>A model that may serve it.</summary>
/// <param name="Relaxations">What it leaves out of the request: <c>shape</c>, <c>duration_changed</c>, <c>fps_ignored</c>, <c>seed_ignored</c>, <c>negative_prompt_ignored</c>.</param>
internal sealed record CandidateView(string Provider, string Model, string Resolution, IReadOnlyList<string> Relaxations)
{
    /// <summary>How long a video it is asked for, in seconds; missing of images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seconds { get; init; }
}

/// <summary>Why it failed.</summary>
internal sealed record ErrorView(string Code, string Message)
{
    public static ErrorView? Of(string? code) => code is null
        ? null
        : new ErrorView(code, ErrorCodes.Find(code).Message);
}
