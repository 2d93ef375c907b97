using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// Tells at once what could never be delivered to. It is a courtesy: what protects our network is <see cref="OutboundGuard"/>, which looks at the
/// address that is really connected to.
/// </summary>
internal sealed class WebhookAddress(IOptions<WebhookOptions> options, OutboundGuard guard)
{
    public const int MaxLength = 2_000;

    /// <param name="field">Its name on the wire.</param>
    public void Check(string? url, RequestValidation validation, bool required, string field = "url")
    {
        if (url is null)
        {
            if (required)
                validation.Add(field, "missing", "Field required");
            return;
        }

        if (url.Length > MaxLength)
            validation.Add(field, "string_too_long", $"String should have at most {MaxLength} characters");
        else if (Fault(url) is { } fault)
            validation.Add(field, "url", fault);
    }

    private string? Fault(string url)
    {
        // A backslash and blanks are read differently by different readers of addresses.
        if (url.AsSpan().ContainsAny('\\', ' ') || url.Any(char.IsControl) || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return "Input should be an absolute URL such as https://example.com/hooks";
        if (address.Scheme != Uri.UriSchemeHttps && !(options.Value.AllowHttp && address.Scheme == Uri.UriSchemeHttp))
            return "URL scheme should be 'https'";
        if (address.UserInfo.Length > 0 || address.Authority.Contains('@') || Authority(url).Contains('@'))
            return "URL should not contain a user name or password";

        // Letters and digits of other scripts can mean the address of a private host to one resolver, and nothing to another.
        if (!Ascii.IsValid(Authority(url)))
            return "URL host should be written in ASCII, as xn--...";
        return Literal(address.IdnHost) is { } literal && !guard.Admits(literal) ? "URL should lead to a public address" : null;
    }

    /// <summary>The address that a host is written as, in any of its spellings; null of a name.</summary>
    private static IPAddress? Literal(string host)
    {
        var bare = host.Trim('[', ']').TrimEnd('.');
        if (bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return IPAddress.Loopback;
        return IPAddress.TryParse(bare, out var address) ? address : null;
    }

    private static string Authority(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? url[start..] : url.Substring(start, end);
    }
}
