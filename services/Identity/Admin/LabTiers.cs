using NanoBanana.Contracts.Billing;

namespace NanoBanana.Identity.Admin;

/// <summary>What the Lab calls the tiers: <c>starter</c> is ours by the name of <c>hobby</c>, which is understood as well.</summary>
internal static class LabTiers
{
    private const string Starter = "starter";

    /// <summary>What may be sent.</summary>
    public static IReadOnlyList<string> Accepted { get; } = [Tiers.Free, Starter, Tiers.Pro, Tiers.Enterprise, Tiers.Hobby, Tiers.PayAsYouGo];

    public static string ToOurs(string tier) => tier == Starter ? Tiers.Hobby : tier;

    public static string ToLab(string tier) => tier == Tiers.Hobby ? Starter : tier;
}
