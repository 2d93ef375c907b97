namespace NanoBanana.Billing.Ledger;

/// <summary>An account's tier and balances at one moment.</summary>
/// <param name="MonthlyCredits">What the tier grants each month; 0 when it is paid afterwards.</param>
/// <param name="GrantMonth">The first day of the month whose grant is booked.</param>
internal sealed record AccountState(string Tier, long Available, long Held, int MonthlyCredits, DateOnly GrantMonth);
