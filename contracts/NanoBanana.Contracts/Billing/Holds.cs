namespace NanoBanana.Contracts.Billing;

/// <summary>
/// Prices a job and sets its credits aside, in one step. <c>POST /internal/holds</c>. Idempotent by job id: a repeat answers as
/// the first call did.
/// </summary>
/// <param name="JobId">The job the credits are for.</param>
/// <param name="AccountId">Who pays. Opened on first use.</param>
/// <param name="Model">The upstream model id, as in the price table.</param>
/// <param name="Resolution">The step: <c>512</c> to <c>4K</c> of images, <c>480p</c> to <c>4K</c> of videos.</param>
/// <param name="Kind"><c>image</c> or <c>video</c>.</param>
/// <param name="Units">How many images, or seconds of video.</param>
public sealed record PlaceHoldRequest(Guid JobId, Guid AccountId, string Model, string Resolution, string Kind, int Units)
{
    /// <summary>The version of the price table that a quote was given by; null takes the one that is valid now.</summary>
    public int? PriceVersion { get; init; }
}

/// <summary>How a <see cref="PlaceHoldRequest"/> ended.</summary>
public enum HoldOutcome
{
    /// <summary>The credits are set aside for this job.</summary>
    Held = 0,

    /// <summary>The balance does not cover the price.</summary>
    Insufficient,

    /// <summary>There is no price for that model, resolution and kind: no price, no call.</summary>
    NoPrice,

    /// <summary>A hold of this job was released or settled before: the job has ended, its id cannot be used again.</summary>
    Ended,

    /// <summary>A hold of this job exists, for another account or amount, or for a model and step that cost less than what is asked now.</summary>
    Differs,
}

/// <summary>The answer to <see cref="PlaceHoldRequest"/>.</summary>
/// <param name="Outcome">Whether the job may run.</param>
/// <param name="Credits">The price in credits (1 credit = $0.001).</param>
/// <param name="PriceVersion">The version of the price table it was read from.</param>
/// <param name="Available">Credits left to spend after this call.</param>
/// <param name="ProviderCostMicros">What the provider is expected to bill us, in millionths of a dollar, for all units.</param>
public sealed record PlaceHoldResult(HoldOutcome Outcome, int Credits, int PriceVersion, long Available, long ProviderCostMicros);

/// <summary>
/// Books what a job really made against its hold. <c>POST /internal/holds/{jobId}/settle</c>. Idempotent by job id; what was
/// held beyond <paramref name="Units"/> goes back to the balance.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="KeyId">The key that asked; null when a signed-in user did.</param>
/// <param name="Units">How many of what was held were delivered: images, or seconds of video as they were priced. At most as many as were held.</param>
/// <param name="Provider">Who made them.</param>
/// <param name="Mode"><c>basic</c>, later <c>chat</c>, <c>batch</c> and so on.</param>
/// <param name="DurationMs">From the job's start to its end.</param>
/// <param name="CompletedAt">When it ended: decides the day it is counted under (UTC).</param>
public sealed record SettleHoldRequest(
    Guid JobId, Guid? KeyId, int Units, string Provider, string Mode, int DurationMs, DateTimeOffset CompletedAt)
{
    /// <summary>The model that made them, when another than the one that was priced did.</summary>
    public string? Model { get; init; }

    /// <summary>How many images or videos that was, at most as many as <see cref="Units"/>: what usage counts. Null says as many as units.</summary>
    public int? Results { get; init; }

    /// <summary>What the provider bills us for the job, in millionths of a dollar; null leaves it at what was expected.</summary>
    public long? ProviderCostMicros { get; init; }

    /// <summary>Whether any of it was made by another model or provider than the one planned.</summary>
    public bool Fallback { get; init; }
}

/// <summary>
/// Gives back what was held for a job that made nothing. <c>POST /internal/holds/{jobId}/release</c>. Idempotent by job id; no body says
/// the same as an empty one.
/// </summary>
/// <param name="Failure">What failed, to be counted; null of a job that was cancelled or never tried.</param>
public sealed record ReleaseHoldRequest(FailedJob? Failure = null);

/// <summary>A job that was tried at a provider and made nothing.</summary>
/// <param name="Provider">Who was asked last.</param>
/// <param name="Mode">As in <see cref="SettleHoldRequest"/>.</param>
/// <param name="CompletedAt">When it ended: decides the day it is counted under (UTC).</param>
public sealed record FailedJob(string Provider, string Mode, DateTimeOffset CompletedAt);

/// <summary>How settling or releasing a hold ended.</summary>
public enum CloseHoldOutcome
{
    /// <summary>It is closed as asked, now or by an earlier call.</summary>
    Closed = 0,

    /// <summary>There is no hold for this job.</summary>
    NotFound,

    /// <summary>It was closed the other way before. Nothing moved; this needs an operator's eyes.</summary>
    Contradicts,
}

/// <summary>The answer to settling or releasing.</summary>
/// <param name="Outcome">Whether it is closed.</param>
/// <param name="Credits">What was charged: 0 after a release.</param>
/// <param name="Available">Credits left to spend.</param>
public sealed record CloseHoldResult(CloseHoldOutcome Outcome, int Credits, long Available);

/// <summary>A hold that is open longer than its job should take. <c>GET /internal/holds/open?older_than_seconds=&amp;limit=</c>, oldest first.</summary>
public sealed record OpenHold(Guid JobId, Guid AccountId, int Credits, DateTimeOffset CreatedAt);

/// <summary>An account as the gateway needs it. <c>GET /internal/accounts/{accountId}</c>; opened on first use.</summary>
/// <param name="RequestsPerHour">The hourly window of each of its user keys.</param>
public sealed record AccountView(Guid AccountId, string Tier, long Available, long Held, int RequestsPerHour);

/// <summary>Moves an account to another tier. <c>PUT /internal/accounts/{accountId}/tier</c>; effective everywhere within a second.</summary>
public sealed record ChangeTierRequest(string Tier);

/// <summary>The price table that is valid now. <c>GET /internal/prices</c>.</summary>
/// <param name="Version">Of the whole table.</param>
/// <param name="Prices">What it does not list has no price, and is not called.</param>
public sealed record PriceTable(int Version, IReadOnlyList<PriceRow> Prices);

/// <summary>What one unit costs.</summary>
/// <param name="Model">The upstream id.</param>
/// <param name="Resolution">The step: <c>512</c> to <c>4K</c> of images, <c>480p</c> to <c>4K</c> of videos.</param>
/// <param name="Kind"><c>image</c>, or <c>video</c> by the second.</param>
/// <param name="Credits">For the caller.</param>
/// <param name="ProviderCostMicros">For us, in millionths of a dollar.</param>
public sealed record PriceRow(string Model, string Resolution, string Kind, int Credits, long ProviderCostMicros);
