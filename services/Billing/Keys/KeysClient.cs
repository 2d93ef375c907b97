using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Billing.Keys;

/// <summary>What Billing asks of Keys: names to show beside numbers.</summary>
internal sealed class KeysClient(HttpClient client)
{
    /// <summary>All keys of an account, newest first, revoked ones included.</summary>
    public async Task<IReadOnlyList<KeySummary>> ListAsync(Guid accountId, CancellationToken cancellationToken) =>
        await client.GetOrNullAsync($"/internal/accounts/{accountId}/keys", ContractsJsonContext.Default.IReadOnlyListKeySummary, cancellationToken)
            ?? [];

    /// <summary>One key of an account; null when the account has none of that id.</summary>
    public Task<KeySummary?> FindAsync(Guid accountId, Guid keyId, CancellationToken cancellationToken) =>
        client.GetOrNullAsync($"/internal/accounts/{accountId}/keys/{keyId}", ContractsJsonContext.Default.KeySummary, cancellationToken);
}
