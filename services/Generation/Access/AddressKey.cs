using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NanoBanana.Generation.Images;

namespace NanoBanana.Generation.Access;

/// <summary>
/// What stands for the addresses of callers without a credential is made with. A key of its own, because what it makes is stored: it has to stay when
/// the one that signs links is rotated, or nobody would be known again.
/// </summary>
internal sealed class AddressKey(IOptions<AnonymousOptions> anonymous, IOptions<ImageLinkOptions> links)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(anonymous.Value.AddressKey is { Length: > 0 } own ? own : links.Value.SigningKey);

    /// <summary>The key for one purpose: what two of them make of an address cannot be matched.</summary>
    public byte[] For(ReadOnlySpan<byte> purpose) => HMACSHA256.HashData(_key, purpose);
}
