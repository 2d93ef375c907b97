using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Generation.Jobs;

/// <summary>
/// Ids of jobs, and their form on the wire (<c>gen_</c> and a UUID). Under an <c>Idempotency-Key</c> the id is derived from the
/// key, so that all repeats hold credits for one and the same job before any of them has stored it.
/// </summary>
internal static class JobIds
{
    private const string Prefix = "gen_";

    public static Guid New() => Guid.CreateVersion7();

    /// <param name="accountId">Whose key it is.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="previous">The job the key named before, when its time is over: the next one needs another id.</param>
    public static Guid Derive(Guid accountId, string key, Guid? previous)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId:n}\n{previous:n}\n{key}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    public static string ToWire(Guid id) => $"{Prefix}{id:d}";

    public static bool TryParse(string? text, out Guid id)
    {
        id = default;
        return text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(Prefix.Length), "d", out id);
    }
}
