using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Providers.Bfl;

/// <summary>Whether a callback is the provider's: <c>X-BFL-Signature: sha256=</c> and the hex HMAC of the body under our secret. Pure.</summary>
internal static class BflWebhook
{
    public const string SignatureHeader = "X-BFL-Signature";
    private const string Scheme = "sha256=";

    /// <param name="secret">As it was sent with the order; nothing is true under an empty one.</param>
    /// <param name="body">Exactly as it arrived.</param>
    /// <param name="signatureHeader">Null when it was missing.</param>
    public static bool Verify(string secret, ReadOnlySpan<byte> body, string? signatureHeader)
    {
        if (secret.Length == 0 || signatureHeader?.StartsWith(Scheme, StringComparison.Ordinal) != true)
            return false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> ours = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var digits = signatureHeader.AsSpan(Scheme.Length);
        if (digits.Length != given.Length * 2 || Convert.FromHexString(digits, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, ours);
        return CryptographicOperations.FixedTimeEquals(given, ours);
    }
}
