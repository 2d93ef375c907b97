using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>Failures at the start of jobs that say more than their code.</summary>
internal static class StartFailures
{
    /// <summary>The balance is short; it is filled up with the next month (UTC).</summary>
    public static ApiFailure Insufficient(long required, long available, DateTimeOffset now)
    {
        var renewal = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        return new ApiFailure(ErrorCodes.InsufficientCredits)
        {
            RetryAfter = renewal - now,
            Details = new Dictionary<string, long>(StringComparer.Ordinal) { ["required"] = required, ["available"] = available },
        };
    }

    public static ApiFailure KeyReused() => new(ErrorCodes.IdempotencyMismatch)
    {
        Fields = [new FieldError("header", "Idempotency-Key", "value_error", ErrorCodes.IdempotencyMismatch.Message)],
    };
}
