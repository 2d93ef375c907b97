using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace NanoBanana.Identity.Users;

/// <summary>Who operates this installation. Section <c>Admins</c>.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admins";

    /// <summary>
    /// E-mail addresses of the operators, by commas; variable <c>ADMIN_EMAILS</c>. Default none. Addresses are not proven by a letter,
    /// so register each before listing it.
    /// </summary>
    public string Emails { get; set; } = "";

    /// <summary>
    /// Operators by their names at GitHub, by commas; variable <c>ADMIN_GITHUB_LOGINS</c>. Default none. A name that its owner gives up can be
    /// taken by somebody else there, so strike it off first.
    /// </summary>
    public string GitHubLogins { get; set; } = "";
}

/// <summary>The listed operators, in the form that addresses are compared in.</summary>
internal sealed class Admins(IOptions<AdminOptions> options, ILookupNormalizer normalizer)
{
    private readonly HashSet<string> _emails = options.Value.Emails
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(email => normalizer.NormalizeEmail(email))
        .ToHashSet(StringComparer.Ordinal)!;

    private readonly HashSet<string> _gitHubLogins = options.Value.GitHubLogins
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="normalizedEmail">Null of an account without an address.</param>
    /// <param name="gitHubLogin">Null of an account that GitHub does not know.</param>
    public bool Contains(string? normalizedEmail, string? gitHubLogin) =>
        (normalizedEmail is not null && _emails.Contains(normalizedEmail)) || (gitHubLogin is not null && _gitHubLogins.Contains(gitHubLogin));
}
