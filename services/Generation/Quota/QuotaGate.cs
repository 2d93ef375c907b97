using NanoBanana.Generation.Jobs;
using NanoBanana.ServiceDefaults.Errors;
using Npgsql;

namespace NanoBanana.Generation.Quota;

/// <summary>
/// Keeps callers within their day. It looks before any credits are held, so that a refusal costs one reading; what counts is the taking, which happens
/// in the transaction that stores the job, and whose refusal is read here as well.
/// </summary>
internal sealed class QuotaGate(QuotaStore store, TrialModes modes, TimeProvider time)
{
    /// <summary>Null when they may begin. The first request carries what all of them take; without terms nothing is asked.</summary>
    public async Task<ApiFailure?> RefuseAsync(IReadOnlyList<GenerationRequest> requests, Guid accountId, CancellationToken cancellationToken)
    {
        if (requests[0].Quota is not { } terms)
            return null;
        var snapshot = await store.ReadAsync(accountId, terms.Trial is not null, cancellationToken);
        return snapshot.Refuse(terms)?.Failure(modes, snapshot.Now);
    }

    /// <summary>The refusal of a taking; null of any other failure.</summary>
    public ApiFailure? Read(PostgresException exception) => QuotaRefusal.Read(exception)?.Failure(modes, time.GetUtcNow());
}
