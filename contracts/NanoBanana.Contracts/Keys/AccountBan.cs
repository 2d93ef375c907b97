namespace NanoBanana.Contracts.Keys;

/// <summary>
/// Whether the keys of an account may be used at all. <c>PUT /internal/accounts/bans</c> takes a list of them, 1 to <see cref="MaxItems"/>, keeps of
/// each account the one with the highest version, and answers <see cref="KeptBans"/>. Telling the same again, or in another order, ends alike.
/// </summary>
/// <param name="AccountId">Whose keys.</param>
/// <param name="IsBanned">True stops all of them, whichever door they came through; false lets them work again.</param>
/// <param name="Version">Higher with each change of the account.</param>
public sealed record AccountBan(Guid AccountId, bool IsBanned, long Version)
{
    public const int MaxItems = 100;
}

/// <summary>The answer to a list of <see cref="AccountBan"/>: all of them, or newer ones of the same accounts, hold.</summary>
/// <param name="Changed">How many were new.</param>
public sealed record KeptBans(int Changed);
