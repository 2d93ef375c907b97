using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.Bans;

/// <summary>Keys' side of bans. The call is idempotent by the versions.</summary>
internal sealed class KeysClient(HttpClient http)
{
    public Task<KeptBans> KeepAsync(IReadOnlyList<AccountBan> bans, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Put, "/internal/accounts/bans", bans,
        ContractsJsonContext.Default.IReadOnlyListAccountBan, ContractsJsonContext.Default.KeptBans, cancellationToken);
}
