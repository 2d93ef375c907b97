using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace NanoBanana.Generation.Webhooks;

/// <summary>
/// Makes the secrets that deliveries are signed with, and encrypts them for the database: whoever reads a backup must not be able to
/// sign in our name. An encrypted secret belongs to its endpoint; put at another one it cannot be read.
/// </summary>
internal sealed class WebhookSecrets(IOptions<WebhookOptions> options)
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 32;

    private const string Prefix = "whsec_";
    private const byte Version = 1;
    private readonly byte[] _key = Derive(options.Value.EncryptionKey);
    private readonly byte[]? _previousKey = options.Value.PreviousEncryptionKey is { Length: > 0 } previous ? Derive(previous) : null;

    public static byte[] New() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>As its owner sees it, once.</summary>
    public static string ToWire(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>What every later answer shows instead.</summary>
    public static string Masked => Prefix + "********";

    /// <summary>Version, nonce, tag and what was encrypted.</summary>
    public byte[] Encrypt(Guid endpointId, byte[] secret)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        var stored = new byte[1 + nonce + tag + secret.Length];
        stored[0] = Version;
        RandomNumberGenerator.Fill(stored.AsSpan(1, nonce));
        using var cipher = new AesGcm(_key, tag);
        cipher.Encrypt(stored.AsSpan(1, nonce), secret, stored.AsSpan(1 + nonce + tag), stored.AsSpan(1 + nonce, tag), endpointId.ToByteArray());
        return stored;
    }

    /// <summary>Null when it was encrypted under neither key or for another endpoint.</summary>
    public byte[]? Decrypt(Guid endpointId, byte[] stored) => Decrypt(endpointId, stored, _key) ?? DecryptPrevious(endpointId, stored);

    /// <summary>Whether it is as it should be, and what it becomes when it is not.</summary>
    /// <param name="next">The same secret under the current key; what was stored unless the result is <see cref="SecretState.Previous"/>.</param>
    public SecretState Renew(Guid endpointId, byte[] stored, out byte[] next)
    {
        next = stored;
        if (Decrypt(endpointId, stored, _key) is not null)
            return SecretState.Current;
        if (DecryptPrevious(endpointId, stored) is not { } secret)
            return SecretState.Unreadable;
        next = Encrypt(endpointId, secret);
        return SecretState.Previous;
    }

    private byte[]? DecryptPrevious(Guid endpointId, byte[] stored) => _previousKey is null ? null : Decrypt(endpointId, stored, _previousKey);

    // The tag tells which key it is under: a key that does not fit decrypts nothing.
    private static byte[]? Decrypt(Guid endpointId, byte[] stored, byte[] key)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        if (stored.Length <= 1 + nonce + tag || stored[0] != Version)
            return null;
        var secret = new byte[stored.Length - 1 - nonce - tag];
        try
        {
            using var cipher = new AesGcm(key, tag);
            cipher.Decrypt(stored.AsSpan(1, nonce), stored.AsSpan(1 + nonce + tag), stored.AsSpan(1 + nonce, tag), secret, endpointId.ToByteArray());
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(string text) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text), Length, info: "nanobanana/webhook-secrets/1"u8.ToArray());
}

/// <summary>Which key a stored secret is under.</summary>
internal enum SecretState
{
    Current,
    Previous,
    Unreadable,
}
