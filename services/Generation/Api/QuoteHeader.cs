namespace NanoBanana.Generation.Api;

/// <summary>Reads <c>X-Quote-ID</c>: a quote that the call shall be made by.</summary>
internal static class QuoteHeader
{
    public const string Name = "X-Quote-ID";
    private const string Prefix = "quote_";

    /// <summary>Null when there is none; <see cref="Guid.Empty"/>, which is nobody's, when it cannot be one.</summary>
    public static Guid? Read(HttpRequest request)
    {
        var text = request.Headers[Name].ToString();
        return text.Length == 0 ? null
            : text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(text.AsSpan(Prefix.Length), out var id) ? id
            : Guid.Empty;
    }

    public static string ToWire(Guid id) => Prefix + id;
}
