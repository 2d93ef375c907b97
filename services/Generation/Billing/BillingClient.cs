using NanoBanana.Contracts;
using NanoBanana.Contracts.Billing;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Billing;

/// <summary>Billing's side of a job's life. Every call is idempotent by job id, so a lost answer is asked for again.</summary>
internal sealed class BillingClient(HttpClient http)
{
    public Task<PlaceHoldResult> PlaceHoldAsync(PlaceHoldRequest request, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/holds", request,
        ContractsJsonContext.Default.PlaceHoldRequest, ContractsJsonContext.Default.PlaceHoldResult, cancellationToken);

    public Task<CloseHoldResult> SettleAsync(SettleHoldRequest request, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, $"/internal/holds/{request.JobId}/settle", request,
        ContractsJsonContext.Default.SettleHoldRequest, ContractsJsonContext.Default.CloseHoldResult, cancellationToken);

    public Task<CloseHoldResult> ReleaseAsync(Guid jobId, ReleaseHoldRequest request, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, $"/internal/holds/{jobId}/release", request,
        ContractsJsonContext.Default.ReleaseHoldRequest, ContractsJsonContext.Default.CloseHoldResult, cancellationToken);

    public async Task<AccountView> AccountAsync(Guid accountId, CancellationToken cancellationToken) =>
        await http.GetOrNullAsync($"/internal/accounts/{accountId}", ContractsJsonContext.Default.AccountView, cancellationToken)
        ?? throw new HttpRequestException("Billing knows no accounts.");

    public async Task<PriceTable> PricesAsync(CancellationToken cancellationToken) =>
        await http.GetOrNullAsync("/internal/prices", ContractsJsonContext.Default.PriceTable, cancellationToken) ?? new PriceTable(0, []);

    public async Task<IReadOnlyList<OpenHold>> OpenHoldsAsync(int olderThanSeconds, int limit, CancellationToken cancellationToken) =>
        await http.GetOrNullAsync(
            $"/internal/holds/open?older_than_seconds={olderThanSeconds}&limit={limit}",
            ContractsJsonContext.Default.IReadOnlyListOpenHold, cancellationToken) ?? [];
}
