using Microsoft.AspNetCore.Http;
using NanoBanana.Contracts.Keys;

namespace NanoBanana.Gateway.Credentials;

/// <summary>What kind of credential a text looks like.</summary>
internal enum CredentialForm
{
    None,
    ApiKey,
    Token,

    /// <summary>Neither: on some routes of the Lab family the caller's own provider key, elsewhere nothing we know.</summary>
    Other,

    /// <summary>Two headers that name different credentials.</summary>
    Conflicting,
}

/// <summary>The credential that a request carries: <c>Authorization: Bearer</c> or <c>X-API-Key</c>, told apart by its text alone.</summary>
internal readonly record struct PresentedCredential(CredentialForm Form, string Text)
{
    private const string Bearer = "Bearer ";
    private const string KeyHeader = "X-API-Key";
    private const string TokenParameter = "token";
    private const string KeyParameter = "key";

    /// <summary>Where Google's clients put their key.</summary>
    public const string GoogleKeyHeader = "x-goog-api-key";
    private const int TokenParts = 3;

    public static PresentedCredential Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var key = request.Headers[KeyHeader].ToString().Trim();
        if (authorization.Length == 0)
            return key.Length == 0 ? new(CredentialForm.None, "") : Classify(key);
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return new(CredentialForm.Other, "");
        var bearer = authorization[Bearer.Length..].Trim();
        return key.Length > 0 && !string.Equals(key, bearer, StringComparison.Ordinal)
            ? new(CredentialForm.Conflicting, "")
            : Classify(bearer);
    }

    /// <summary>
    /// Of a WebSocket, where a browser can send no header: also a token in the query. A key is not taken there, since addresses are written down
    /// in more places than headers are.
    /// </summary>
    public static PresentedCredential OfSocket(HttpRequest request)
    {
        var inHeaders = Of(request);
        var token = request.Query[TokenParameter].ToString().Trim();
        if (token.Length == 0)
            return inHeaders;
        var inQuery = Classify(token);
        return inHeaders.Form == CredentialForm.None ? (inQuery.Form == CredentialForm.Token ? inQuery : new(CredentialForm.Other, ""))
            : inHeaders == inQuery ? inHeaders
            : new(CredentialForm.Conflicting, "");
    }

    /// <summary>
    /// Of a call as Google's clients make it: also a key as <c>x-goog-api-key</c>, or as <c>?key=</c>. Whoever sends several must mean the same one.
    /// </summary>
    public static PresentedCredential OfGoogleClient(HttpRequest request)
    {
        var found = Of(request);
        foreach (var text in new[] { request.Headers[GoogleKeyHeader].ToString().Trim(), request.Query[KeyParameter].ToString().Trim() })
        {
            if (text.Length == 0)
                continue;
            var one = Classify(text);
            if (found.Form != CredentialForm.None && found != one)
                return new(CredentialForm.Conflicting, "");
            found = one;
        }

        return found;
    }

    /// <summary>The text of <c>X-API-Key</c> when it is not one of our keys, and so the caller's own for a provider; null when there is none.</summary>
    public static string? CallerKeyOf(HttpRequest request) =>
        request.Headers[KeyHeader].ToString().Trim() is { Length: > 0 } text && Classify(text).Form == CredentialForm.Other ? text : null;

    /// <summary>What <c>Authorization</c> alone carries.</summary>
    public static PresentedCredential OfAuthorization(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.Length == 0 ? new(CredentialForm.None, "")
            : authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? Classify(authorization[Bearer.Length..].Trim())
            : new(CredentialForm.Other, "");
    }

    private static PresentedCredential Classify(string text)
    {
        if (KeyFormats.HasProductPrefix(text))
            return new(CredentialForm.ApiKey, text);
        var isToken = text.Split('.', TokenParts + 1) is { Length: TokenParts } parts && parts.All(static part => part.Length > 0);
        return new(isToken ? CredentialForm.Token : CredentialForm.Other, text);
    }
}
