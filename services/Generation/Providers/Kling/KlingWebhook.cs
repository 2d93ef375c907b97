using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Providers.Kling;

/// <summary>Whether a callback is Kling's: signed as https://www.standardwebhooks.com/ has it. Pure.</summary>
internal static class KlingWebhook
{
    private const string KeyPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MostSignatures = 10;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="secret">As Kling shows it.</param>
    /// <param name="id">Of the header <c>webhook-id</c>.</param>
    /// <param name="timestamp">Of <c>webhook-timestamp</c>: seconds.</param>
    /// <param name="body">Byte for byte.</param>
    /// <param name="signatures">Of <c>webhook-signature</c>: one or several, parted by spaces, for when secrets change.</param>
    public static bool Verify(string secret, string? id, string? timestamp, ReadOnlySpan<byte> body, string? signatures, DateTimeOffset now)
    {
        // A dot in the id could move the border between it and the time.
        if (secret.Trim() is not { Length: > 0 } key || string.IsNullOrEmpty(id) || id.Contains('.') || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((double)seconds - now.ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
        {
            return false;
        }

        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return KeysOf(key).Any(bytes => Matches(HMACSHA256.HashData(bytes, content), signatures));
    }

    private static bool Matches(byte[] expected, string signatures)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures))
        {
            if (signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[Version.Length..], given, out var length)
                && CryptographicOperations.FixedTimeEquals(expected, given[..length]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Kling does not say whether a secret without the prefix is base64: both readings need the secret.</summary>
    private static IEnumerable<byte[]> KeysOf(string secret)
    {
        var hasPrefix = secret.StartsWith(KeyPrefix, StringComparison.Ordinal);
        var text = hasPrefix ? secret[KeyPrefix.Length..] : secret;
        var decoded = new byte[text.Length];
        if (Convert.TryFromBase64String(text, decoded, out var length) && length > 0)
            yield return decoded[..length];
        if (!hasPrefix)
            yield return Encoding.UTF8.GetBytes(text);
    }
}
