namespace NanoBanana.Identity.GitHub;

/// <summary>Addresses that a browser may be sent to.</summary>
internal static class WebAddress
{
    public const int MaxLength = 2_000;

    /// <summary>The absolute http or https address; null when the text is none, or has a name and password or a fragment.</summary>
    public static Uri? Parse(string? text) =>
        text is { Length: > 0 and <= MaxLength } && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal)
            ? address
            : null;
}
