using NanoBanana.Contracts.Admin;
using NanoBanana.Contracts.Billing;

namespace NanoBanana.Identity.Admin;

/// <summary>Brings together what three services know of users: who they are, what they pay, what they may make today.</summary>
internal sealed class UserAccounts(UserPages pages, AccountsClient accounts, QuotaClient quotas)
{
    public async Task<IReadOnlyList<UserAccount>> DescribeAsync(IReadOnlyList<ListedUser> users, CancellationToken cancellationToken)
    {
        if (users.Count == 0)
            return [];
        var ids = users.Select(static user => user.Id).ToList();
        var asked = (accounts.SummariesAsync(ids, cancellationToken), quotas.SummariesAsync(ids, cancellationToken));
        await Task.WhenAll(asked.Item1, asked.Item2);
        var paid = (await asked.Item1).ToDictionary(static one => one.AccountId);
        var made = (await asked.Item2).ToDictionary(static one => one.AccountId);
        var moved = users.Where(user => paid.TryGetValue(user.Id, out var known) && known.Tier != user.Tier).Select(user => (user.Id, paid[user.Id].Tier)).ToList();
        if (moved.Count > 0)
            await pages.MendTiersAsync(moved, cancellationToken);
        return [.. users.Select(user => new UserAccount(
            user, paid.GetValueOrDefault(user.Id) ?? new AccountSummary(user.Id, Tiers.Free, 0), made.GetValueOrDefault(user.Id) ?? new QuotaSummary(user.Id, 0, 0)))];
    }

    /// <summary>A user who exists, as they are now.</summary>
    public async Task<UserAccount> ReadAsync(Guid id, CancellationToken cancellationToken) =>
        await DescribeAsync((await pages.FindAsync(id, cancellationToken))!, cancellationToken);

    public async Task<UserAccount> DescribeAsync(ListedUser user, CancellationToken cancellationToken) => (await DescribeAsync([user], cancellationToken))[0];
}

/// <summary>A user as operators see one.</summary>
internal sealed record UserAccount(ListedUser User, AccountSummary Account, QuotaSummary Quota);
