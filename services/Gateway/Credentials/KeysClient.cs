using System.Net.Http.Json;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Keys;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Asks Keys.</summary>
internal sealed class KeysClient(HttpClient http)
{
    public Task<KeyVerification> VerifyAsync(string keyHash, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/keys/verify", new VerifyKeyRequest(keyHash),
        ContractsJsonContext.Default.VerifyKeyRequest, ContractsJsonContext.Default.KeyVerification, cancellationToken);

    public async Task ReportUseAsync(IReadOnlyList<KeyUse> uses, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("/internal/keys/used", uses, ContractsJsonContext.Default.IReadOnlyListKeyUse, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
