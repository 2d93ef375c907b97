using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;

namespace NanoBanana.Gateway.Credentials;

/// <summary>What a credential turned out to be.</summary>
/// <param name="Principal">Who it stands for; null when it is refused.</param>
/// <param name="Refusal">Why it is refused; null when it is good.</param>
/// <param name="RequestsPerHour">The hourly window of the key.</param>
/// <param name="ExpiresAt">When it stops being good by itself.</param>
internal sealed record ResolvedCredential(Principal? Principal, ErrorCode? Refusal, int RequestsPerHour, DateTimeOffset? ExpiresAt)
{
    public static ResolvedCredential Refused(ErrorCode code) => new(null, code, 0, null);
}
