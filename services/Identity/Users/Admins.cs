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
}

/// <summary>The listed operators, in the form that addresses are compared in.</summary>
internal sealed class Admins(IOptions<AdminOptions> options, ILookupNormalizer normalizer)
{
    private readonly HashSet<string> _emails = options.Value.Emails
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(email => normalizer.NormalizeEmail(email))
        .ToHashSet(StringComparer.Ordinal)!;

    public bool Contains(string normalizedEmail) => _emails.Contains(normalizedEmail);
}
