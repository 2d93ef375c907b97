using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace NanoBanana.Testing.Emulators;

/// <summary>What somebody granted to an application, and what the code for it has to come back with.</summary>
internal sealed record GitHubGrant(GitHubPerson Person, string Scope, string? RedirectUri, string? Challenge)
{
    /// <summary>The name of the error, as GitHub finds it; null when the code may be exchanged.</summary>
    public string? FaultOf(IReadOnlyDictionary<string, StringValues> form)
    {
        var verifier = Text(form, "code_verifier");
        if (Challenge is not null && (verifier is null || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != Challenge))
            return "bad_verification_code";

        // Left out is fine; another one is not.
        return Text(form, "redirect_uri") is { } given && RedirectUri is not null && given != RedirectUri ? "redirect_uri_mismatch" : null;
    }

    public static string? Text(IReadOnlyDictionary<string, StringValues> form, string name) =>
        form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
}
