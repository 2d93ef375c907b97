using NanoBanana.Identity.Admin;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <summary>A user as operators see one.</summary>
/// <param name="Username">At GitHub; of who signs in with a password, what stands before the @.</param>
/// <param name="Tier"><c>free</c>, <c>starter</c>, <c>pro</c>, <c>payg</c> or <c>enterprise</c>.</param>
/// <param name="TotalGenerations">Images and videos that were charged.</param>
/// <param name="QuotaUsed">Generations of the Lab today, UTC.</param>
/// <param name="QuotaLimit">How many there may be today.</param>
/// <param name="LastLoginAt">Null of who has not signed in since this is noted.</param>
internal sealed record AdminUserView(
    Guid Id, string Username, string? Email, string? AvatarUrl, string Tier, bool IsBanned, string? BanReason, long TotalGenerations, int QuotaUsed, int QuotaLimit,
    DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt)
{
    public static AdminUserView Of(UserAccount account) => new(
        account.User.Id, account.User.Login, account.User.Email, account.User.AvatarUrl, LabTiers.ToLab(account.Account.Tier), account.User.BannedAt is not null,
        account.User.BanReason, account.Account.TotalGenerations, account.Quota.Used, account.Quota.Limit, account.User.CreatedAt, account.User.LastLoginAt);
}

/// <summary>What a change of a user answers.</summary>
internal sealed record ChangedUserView(bool Success, string Message, AdminUserView User);
