using System.Security.Cryptography;
using System.Text;

namespace NanoBanana.Contracts.Billing;

/// <summary>Names of the tiers, and what each grants.</summary>
public static class Tiers
{
    public const string Free = "free";
    public const string Hobby = "hobby";
    public const string Pro = "pro";
    public const string PayAsYouGo = "payg";
    public const string Enterprise = "enterprise";

    /// <summary>The operator's own account: project and master keys. No credit cap; usage is recorded.</summary>
    public const string Operator = "operator";

    /// <summary>Of an account that was deleted: nothing is granted, and what is held comes back to nobody.</summary>
    public const string Closed = "closed";

    /// <summary>Every tier. Credits: 20 are one 1K image. Requests: per user key and rolling hour; an Enterprise account's figures are agreed singly.</summary>
    public static IReadOnlyDictionary<string, Tier> All { get; } = new Dictionary<string, Tier>(StringComparer.Ordinal)
    {
        [Free] = new(Free, MonthlyCredits: 1_000, RequestsPerHour: 10, IsCapped: true),
        [Hobby] = new(Hobby, MonthlyCredits: 10_000, RequestsPerHour: 100, IsCapped: true),
        [Pro] = new(Pro, MonthlyCredits: 40_000, RequestsPerHour: 500, IsCapped: true),
        [PayAsYouGo] = new(PayAsYouGo, MonthlyCredits: 0, RequestsPerHour: 1_000, IsCapped: false),
        [Enterprise] = new(Enterprise, MonthlyCredits: 0, RequestsPerHour: 1_000, IsCapped: false),
        [Operator] = new(Operator, MonthlyCredits: 0, RequestsPerHour: 100, IsCapped: false),
        [Closed] = new(Closed, MonthlyCredits: 0, RequestsPerHour: 1, IsCapped: true),
    };
}

/// <summary>What a tier grants.</summary>
/// <param name="Name">Its wire name.</param>
/// <param name="MonthlyCredits">Granted on the 1st of the month, UTC; what is left over lapses.</param>
/// <param name="RequestsPerHour">Per user key, rolling hour.</param>
/// <param name="IsCapped">Whether the balance must cover the price. An uncapped account pays afterwards.</param>
public sealed record Tier(string Name, int MonthlyCredits, int RequestsPerHour, bool IsCapped);

/// <summary>
/// The operator's accounts: one that master keys spend from, and one for each project, whose keys so see only what that project made. What they use is recorded and
/// nowhere capped.
/// </summary>
public static class OperatorAccount
{
    public static readonly Guid Id = new("00000000-0000-0000-0000-000000000001");

    private const int PrefixLength = 6;

    /// <summary>
    /// The account of a project: always the same one for the same label. Six zero bytes, then a UUID of version 8 (RFC 9562) of the label's SHA-256, as no
    /// registered account has one.
    /// </summary>
    public static Guid OfProject(string projectId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("project\n" + projectId)).AsSpan(0, 16);
        hash[..PrefixLength].Clear();
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>Whether an account is the operator's, its own or that of a project.</summary>
    public static bool Includes(Guid accountId)
    {
        Span<byte> bytes = stackalloc byte[16];
        return accountId == Id || (accountId.TryWriteBytes(bytes, bigEndian: true, out _) && !bytes[..PrefixLength].ContainsAnyExcept((byte)0) && bytes[6] >> 4 == 8);
    }
}
