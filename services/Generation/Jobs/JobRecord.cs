using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Jobs;

/// <summary>A job as the runner needs it, with the last attempt of each image.</summary>
/// <param name="Lease">Names this run of the job: a new one each time it is stored or taken over, so that none is mistaken for another's.</param>
/// <param name="Route">Who shall serve it, and who if that fails.</param>
internal sealed record JobRecord(
    Guid Id, Guid Lease, Guid AccountId, Guid? KeyId, GenerationRequest Request, RoutePlan Route,
    int HeldCredits, DateTimeOffset CreatedAt, string? TraceParent, IReadOnlyList<LastAttempt> Attempts)
{
    /// <summary>Whether it runs on the caller's own key.</summary>
    public bool OwnKey { get; init; }

    /// <summary>That key, in the one process that got it: it is stored nowhere.</summary>
    public Secret? CallerKey { get; init; }

    /// <summary>Whether its caller wants no more of it.</summary>
    public JobCancellation Cancellation { get; init; } = new();
}

/// <summary>Where one image of a job stands.</summary>
/// <param name="Image">From 1.</param>
/// <param name="Try">From 1, counted on over all providers.</param>
/// <param name="State">One of <see cref="AttemptState"/>.</param>
/// <param name="Failure">The class it failed with.</param>
/// <param name="Provider">Who was asked.</param>
/// <param name="Model">For which model.</param>
/// <param name="TryThere">How often this model was tried, this try included.</param>
/// <param name="ProviderJobId">The order's id, once it was accepted.</param>
/// <param name="StartedAt">When it was sent.</param>
internal sealed record LastAttempt(
    int Image, int Try, string State, string? Failure, string Provider, string Model, int TryThere, string? ProviderJobId, DateTimeOffset StartedAt);

/// <summary>A job that is about to be stored and run by this process.</summary>
/// <param name="IsSent">False when its first attempts must wait for their turn at the provider: they are stored as not sent.</param>
internal sealed record NewJob(
    Guid Id, Guid Lease, Guid AccountId, Guid? KeyId, GenerationRequest Request, RoutePlan Route, bool IsSent,
    int HeldCredits, int PriceVersion, string? TraceParent, IdempotencyClaim? Idempotency)
{
    /// <summary>Whether it runs on the caller's own key, and so without a hold.</summary>
    public bool OwnKey { get; init; }
}

/// <summary>The caller's key, the request it is bound to, and the job it named before (expired or abandoned), if any.</summary>
internal sealed record IdempotencyClaim(string Key, byte[] RequestHash, Guid? PreviousJobId);

/// <summary>What is bound to a key already.</summary>
/// <param name="IsLive">False when the 24 h are over or the job was abandoned before it was stored: the key is free again.</param>
internal sealed record BoundKey(Guid JobId, byte[] RequestHash, bool IsLive);
