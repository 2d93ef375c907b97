using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.Admin;

/// <summary>Generation's side of users: what they may make in a day.</summary>
internal sealed class QuotaClient(HttpClient http)
{
    public Task<IReadOnlyList<QuotaSummary>> SummariesAsync(IReadOnlyList<Guid> accountIds, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/quota/summaries", accountIds,
        ContractsJsonContext.Default.IReadOnlyListGuid, ContractsJsonContext.Default.IReadOnlyListQuotaSummary, cancellationToken);

    public Task<QuotaSummary> SetMultiplierAsync(Guid accountId, double multiplier, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Put, $"/internal/quota/{accountId}/multiplier", new SetQuotaMultiplierRequest(multiplier),
        ContractsJsonContext.Default.SetQuotaMultiplierRequest, ContractsJsonContext.Default.QuotaSummary, cancellationToken);

    /// <summary>Forgets what the account has used today.</summary>
    public Task<QuotaSummary> ResetAsync(Guid accountId, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Put, $"/internal/quota/{accountId}/reset", (IReadOnlyList<Guid>)[accountId],
        ContractsJsonContext.Default.IReadOnlyListGuid, ContractsJsonContext.Default.QuotaSummary, cancellationToken);
}
