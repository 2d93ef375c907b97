using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Gateway.Credentials;

/// <summary>Asks Identity.</summary>
internal sealed class IdentityClient(HttpClient http)
{
    public Task<TokenIntrospection> IntrospectAsync(IntrospectTokenRequest request, CancellationToken cancellationToken) => http.SendIdempotentAsync(
        HttpMethod.Post, "/internal/tokens/introspect", request,
        ContractsJsonContext.Default.IntrospectTokenRequest, ContractsJsonContext.Default.TokenIntrospection, cancellationToken);
}
