using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Asks Billing.</summary>
internal sealed class BillingClient(HttpClient http)
{
    public async Task<AccountView> GetAccountAsync(Guid accountId, CancellationToken cancellationToken) =>
        await http.GetOrNullAsync($"/internal/accounts/{accountId}", ContractsJsonContext.Default.AccountView, cancellationToken)
        ?? throw new HttpRequestException("Billing knows no accounts.");
}
