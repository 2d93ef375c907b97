using System.Security.Cryptography;
using System.Text;
using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.Access;

namespace NanoBanana.Generation.Prompts;

/// <summary>Whose prompts a request is about: part of every statement.</summary>
/// <param name="Id">The account, or what stands for an anonymous caller's address.</param>
/// <param name="KeptFor">How long what is saved stays; null for good.</param>
internal sealed record PromptOwner(Guid Id, TimeSpan? KeptFor)
{
    public bool IsAnonymous => KeptFor is not null;
}

/// <summary>
/// Tells owners apart. Of an address only what a key of ours makes of it is stored: without the key nobody finds out which one it was, although there
/// are few enough addresses to try them all.
/// </summary>
internal sealed class PromptOwners(AddressKey key)
{
    private static readonly TimeSpan AnonymousLife = TimeSpan.FromHours(24);
    private readonly byte[] _key = key.For("owners of anonymous prompts"u8);

    public PromptOwner Of(Principal principal, HttpContext http)
    {
        if (principal.AccountId != Guid.Empty)
            return new PromptOwner(principal.AccountId, null);

        // The gateway says where a caller is, and drops what callers say themselves.
        var address = http.Request.Headers["X-Forwarded-For"].ToString() is { Length: > 0 } forwarded ? forwarded : http.Connection.RemoteIpAddress?.ToString() ?? "";
        return new PromptOwner(new Guid(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(address)).AsSpan(0, 16)), AnonymousLife);
    }
}
