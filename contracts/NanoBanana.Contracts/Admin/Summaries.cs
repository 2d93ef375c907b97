namespace NanoBanana.Contracts.Admin;

/// <summary>What Billing knows of an account, for a page of a list. <c>POST /internal/accounts/summaries</c> with 1 to <see cref="MaxItems"/> ids.</summary>
/// <param name="Tier">One of <see cref="Billing.Tiers"/>; the one that accounts are opened with when nothing was ever paid.</param>
/// <param name="TotalGenerations">Images and videos that were charged.</param>
public sealed record AccountSummary(Guid AccountId, string Tier, long TotalGenerations)
{
    public const int MaxItems = 100;
}

/// <summary>What Generation knows of an account's day, for a page of a list. <c>POST /internal/quota/summaries</c> with 1 to <see cref="AccountSummary.MaxItems"/> ids.</summary>
/// <param name="Used">Generations of the Lab today, UTC.</param>
/// <param name="Limit">How many it may have today, its multiplier included.</param>
public sealed record QuotaSummary(Guid AccountId, int Used, int Limit);

/// <summary>Scales an account's daily limit from now on. <c>PUT /internal/quota/{accountId}/multiplier</c>; answers the account's <see cref="QuotaSummary"/>.</summary>
/// <param name="Multiplier">0.1 to 100.</param>
public sealed record SetQuotaMultiplierRequest(double Multiplier)
{
    public const double Min = 0.1;
    public const double Max = 100;
}
