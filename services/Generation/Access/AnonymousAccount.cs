using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Access;

/// <summary>
/// The account that stands for an address: always the same one for the same address, so that its jobs are nobody else's. Only what a key of ours makes of
/// the address is stored, and without the key nobody finds out which one it was. Such an id is a UUID of version 8, which no registered account has.
/// </summary>
internal sealed class AnonymousAccount(AddressKey key)
{
    // An IPv6 caller owns a whole /64: its single addresses are one caller.
    private const int NetworkBytes = 8;
    private readonly byte[] _key = key.For("accounts of anonymous callers"u8);

    public Guid Of(HttpRequest request)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(AddressOf(request))).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>The gateway says where a caller is, and drops what callers say themselves.</summary>
    private static string AddressOf(HttpRequest request)
    {
        var forwarded = request.Headers["X-Forwarded-For"].ToString();
        if ((forwarded.Length > 0 ? Parse(forwarded) : request.HttpContext.Connection.RemoteIpAddress) is not { } address)
            return forwarded;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;
}
