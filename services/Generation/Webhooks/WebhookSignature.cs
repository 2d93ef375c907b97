using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Webhooks;

/// <summary>Signs deliveries as Standard Webhooks has it: HMAC-SHA256 of <c>id.timestamp.body</c>, one signature a secret.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: <c>v1,</c> and base64, by spaces.</summary>
    /// <param name="id">The event's, the same in each try.</param>
    /// <param name="timestamp">This try's, in seconds since 1970.</param>
    public static string Of(string id, long timestamp, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
