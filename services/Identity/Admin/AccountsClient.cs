using NanoBanana.Contracts;
using NanoBanana.Contracts.Admin;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.Admin;

/// <summary>Billing's side of users: what they pay and what they made.</summary>
internal sealed class AccountsClient(HttpClient http)
{
    public Task<IReadOnlyList<AccountSummary>> SummariesAsync(IReadOnlyList<Guid> accountIds, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/accounts/summaries", accountIds,
        ContractsJsonContext.Default.IReadOnlyListGuid, ContractsJsonContext.Default.IReadOnlyListAccountSummary, cancellationToken);

    public Task<AccountView> ChangeTierAsync(Guid accountId, string tier, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Put, $"/internal/accounts/{accountId}/tier", new ChangeTierRequest(tier),
        ContractsJsonContext.Default.ChangeTierRequest, ContractsJsonContext.Default.AccountView, cancellationToken);
}
