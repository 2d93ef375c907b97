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

    /// <summary>Every tier. Credits: 20 are one 1K image. Requests: per user key and rolling hour; an Enterprise account's figures are agreed singly.</summary>
    public static IReadOnlyDictionary<string, Tier> All { get; } = new Dictionary<string, Tier>(StringComparer.Ordinal)
    {
        [Free] = new(Free, MonthlyCredits: 1_000, RequestsPerHour: 10, IsCapped: true),
        [Hobby] = new(Hobby, MonthlyCredits: 10_000, RequestsPerHour: 100, IsCapped: true),
        [Pro] = new(Pro, MonthlyCredits: 40_000, RequestsPerHour: 500, IsCapped: true),
        [PayAsYouGo] = new(PayAsYouGo, MonthlyCredits: 0, RequestsPerHour: 1_000, IsCapped: false),
        [Enterprise] = new(Enterprise, MonthlyCredits: 0, RequestsPerHour: 1_000, IsCapped: false),
        [Operator] = new(Operator, MonthlyCredits: 0, RequestsPerHour: 100, IsCapped: false),
    };
}

/// <summary>What a tier grants.</summary>
/// <param name="Name">Its wire name.</param>
/// <param name="MonthlyCredits">Granted on the 1st of the month, UTC; what is left over lapses.</param>
/// <param name="RequestsPerHour">Per user key, rolling hour.</param>
/// <param name="IsCapped">Whether the balance must cover the price. An uncapped account pays afterwards.</param>
public sealed record Tier(string Name, int MonthlyCredits, int RequestsPerHour, bool IsCapped);

/// <summary>The account that project and master keys spend from.</summary>
public static class OperatorAccount
{
    public static readonly Guid Id = new("00000000-0000-0000-0000-000000000001");
}
