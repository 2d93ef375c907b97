using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts;
using NanoBanana.Contracts.Identity;
using NanoBanana.Identity.Tokens;

namespace NanoBanana.Identity.Internal;

internal static class IntrospectToken
{
    public static async Task<JsonHttpResult<TokenIntrospection>> HandleAsync(
        IntrospectTokenRequest request, TokenIntrospector introspector, CancellationToken cancellationToken) =>
        TypedResults.Json(await introspector.IntrospectAsync(request, cancellationToken), ContractsJsonContext.Default.TokenIntrospection);
}
