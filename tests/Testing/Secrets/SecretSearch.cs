using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace NanoBanana.Testing.Secrets;

/// <summary>
/// Looks for planted secrets in whatever a system left behind, as they are and in the forms in which software writes texts down:
/// base64 wherever it begins in a longer text, percent-encoded, escaped for JSON, in hex.
/// </summary>
public sealed class SecretSearch
{
    // Shorter pieces, such as what base64 leaves certain of a short secret, would be found by accident.
    private const int MinLength = 8;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private SearchValues<string>? _needles;

    /// <summary>Adds a secret.</summary>
    /// <param name="name">What a finding calls it.</param>
    /// <param name="secret">8 characters or more.</param>
    public void Add(string name, string secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, MinLength, nameof(secret));
        foreach (var (form, text) in FormsOf(secret))
        {
            if (text.Length >= MinLength)
                _names.TryAdd(Latin1(text), $"{name} ({form})");
        }

        _needles = null;
    }

    /// <summary>Adds a secret whose SHA-256 would serve as the secret itself.</summary>
    public void AddWithHash(string name, string secret)
    {
        Add(name, secret);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        Add(name + "'s hash", Convert.ToHexStringLower(hash));
        Add(name + "'s hash", Convert.ToHexString(hash));
        Add(name + "'s hash", Convert.ToBase64String(hash));
    }

    /// <summary>The names of the secrets that these bytes contain.</summary>
    public IReadOnlyList<string> In(ReadOnlySpan<byte> bytes) => Find(Encoding.Latin1.GetString(bytes));

    /// <summary>The names of the secrets that this text contains.</summary>
    public IReadOnlyList<string> In(string text) => Find(Latin1(text));

    private List<string> Find(string haystack)
    {
        _needles ??= SearchValues.Create([.. _names.Keys], StringComparison.Ordinal);
        if (haystack.AsSpan().IndexOfAny(_needles) < 0)
            return [];
        return [.. _names.Where(needle => haystack.Contains(needle.Key, StringComparison.Ordinal)).Select(static needle => needle.Value)
            .Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Form, string Text)> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("as it is", secret);
        yield return ("percent-encoded", Uri.EscapeDataString(secret));
        yield return ("as a form field", Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal));
        yield return ("in JSON", JavaScriptEncoder.Default.Encode(secret));
        yield return ("in JSON, relaxed", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret));
        yield return ("in a connection string", secret.Replace("\"", "\"\"", StringComparison.Ordinal));
        yield return ("hex", Convert.ToHexStringLower(bytes));
        yield return ("hex", Convert.ToHexString(bytes));
        for (var offset = 0; offset < 3; offset++)
        {
            var base64 = CertainBase64(bytes, offset);
            yield return ("base64", base64);
            yield return ("base64url", base64.Replace('+', '-').Replace('/', '_'));
            yield return ("base64 in JSON", base64.Replace("+", "\\u002B", StringComparison.Ordinal));
        }
    }

    /// <summary>The letters of base64 that the secret alone decides when this many bytes (modulo 3) stand before it.</summary>
    private static string CertainBase64(byte[] secret, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. secret]).TrimEnd('=');
        var start = (offset * 8 + 5) / 6;
        var end = (offset + secret.Length) * 8 / 6;
        return text[start..end];
    }

    /// <summary>As the bytes look that this text is in UTF-8, so that texts and raw bytes are searched alike.</summary>
    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
