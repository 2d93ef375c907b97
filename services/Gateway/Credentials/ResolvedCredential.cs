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
    /// <summary>Whose it would be, of one that is refused for its account's sake: what is changed there changes the answer.</summary>
    public Guid? RefusedAccountId { get; private init; }

    public static ResolvedCredential Banned(Guid accountId) => Refused(ErrorCodes.AccountBanned) with { RefusedAccountId = accountId };

    public static ResolvedCredential Refused(ErrorCode code) => new(null, code, 0, null);
}
