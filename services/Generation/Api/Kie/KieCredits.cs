using NanoBanana.Generation.Billing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Kie;

/// <summary>
/// Asks for a balance after a job has ended. The job's credits were held before it began, so the balance tells of its charge even while Billing
/// has not been told of the end.
/// </summary>
internal sealed class KieCredits(BillingClient billing, TimeProvider time)
{
    // An image that was made and paid must not be lost, or late, because a figure beside it cannot be told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null when Billing does not tell it soon.</summary>
    public async Task<long?> RemainingAsync(Guid accountId, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return (await billing.AccountAsync(accountId, either.Token)).Available;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && (exception is OperationCanceledException || DependencyOutage.Find(exception) is not null))
        {
            return null;
        }
    }
}
