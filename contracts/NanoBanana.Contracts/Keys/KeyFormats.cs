using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Contracts.Keys;

/// <summary>
/// The shapes of the three kinds of key text. The gateway refuses what is malformed before it asks anybody, and sends only the hash
/// of what is not, so both must agree with the service that makes keys.
/// </summary>
public static class KeyFormats
{
    /// <summary>A user key of <c>/v1/keys</c>: this and 32 lower-case hex digits.</summary>
    public const string SaasPrefix = "nb_live_";

    /// <summary>A user key of <c>/api/auth/api-keys</c>: this and 43 URL-safe characters.</summary>
    public const string LabPrefix = "nb_sk_";

    /// <summary>A project or master key: this and 64 lower-case hex digits.</summary>
    public const string BanatiePrefix = "bnt_";

    private const int SaasLength = 32;
    private const int LabLength = 43;
    private const int BanatieLength = 64;

    /// <summary>Whether the text claims to be one of our keys, well formed or not.</summary>
    public static bool HasProductPrefix(ReadOnlySpan<char> text) =>
        text.StartsWith("nb_", StringComparison.Ordinal) || text.StartsWith(BanatiePrefix, StringComparison.Ordinal);

    /// <summary>Whether the text has the exact shape of one of our keys.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(SaasPrefix, StringComparison.Ordinal))
            return IsLowerHex(text[SaasPrefix.Length..], SaasLength);
        if (text.StartsWith(LabPrefix, StringComparison.Ordinal))
            return IsUrlSafe(text[LabPrefix.Length..], LabLength);
        return text.StartsWith(BanatiePrefix, StringComparison.Ordinal) && IsLowerHex(text[BanatiePrefix.Length..], BanatieLength);
    }

    /// <summary>What is stored and looked up instead of the key: SHA-256 of the whole text. Enough, because a key is random bits and not a word.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The hash as <see cref="VerifyKeyRequest.KeyHash"/> carries it: lower-case hex.</summary>
    public static string HashText(string key) => Convert.ToHexStringLower(Hash(key));

    private static bool IsLowerHex(ReadOnlySpan<char> text, int length)
    {
        if (text.Length != length)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        }

        return true;
    }

    private static bool IsUrlSafe(ReadOnlySpan<char> text, int length)
    {
        if (text.Length != length)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return true;
    }
}
