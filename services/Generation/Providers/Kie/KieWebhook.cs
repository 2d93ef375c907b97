using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Providers.Kie;

/// <summary>
/// Whether a callback is the provider's: the base64 HMAC of <c>taskId.timestamp</c> under the account's key. The body is not signed, so a
/// true callback says no more than that the task is worth asking after. Pure.
/// </summary>
internal static class KieWebhook
{
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string SignatureHeader = "X-Webhook-Signature";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="key">Nothing is true under an empty one.</param>
    /// <param name="taskId">As we know it, or as the body says.</param>
    /// <param name="timestampHeader">Seconds since 1970; null when it was missing.</param>
    /// <param name="signatureHeader">Null when it was missing.</param>
    public static bool Verify(string key, string taskId, string? timestampHeader, string? signatureHeader, DateTimeOffset now)
    {
        if (key.Length == 0 || taskId.Length == 0 || signatureHeader is null
            || !long.TryParse(timestampHeader, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return false;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> ours = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signatureHeader, given, out var written) || written != given.Length)
            return false;
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{taskId}.{timestampHeader}"), ours);
        return CryptographicOperations.FixedTimeEquals(given, ours);
    }
}
