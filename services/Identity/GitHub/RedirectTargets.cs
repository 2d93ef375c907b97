using Microsoft.Extensions.Options;
using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Identity.GitHub;

/// <summary>
/// Where a browser may be sent with a fresh token: our browser origins, our own address, and the origin that GitHub sends people back to.
/// Anywhere else, a link to our callback would carry somebody's token to whoever wrote the link.
/// </summary>
internal sealed class RedirectTargets
{
    private readonly HashSet<string> _origins;

    public RedirectTargets(IOptions<GitHubOptions> options, IConfiguration configuration)
    {
        // "*" admits every origin to calls, which carry no credentials then; it must not admit every origin to tokens.
        var addresses = BrowserOrigins.Read(configuration).Append(configuration["PublicUrl"]).Append(options.Value.RedirectUri);
        _origins = addresses.Select(WebAddress.Parse).OfType<Uri>().Select(Origin).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The address to send a browser to; null when it must not be sent there.</summary>
    public Uri? Admit(string text) => WebAddress.Parse(text) is { } address && _origins.Contains(Origin(address)) ? address : null;

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
