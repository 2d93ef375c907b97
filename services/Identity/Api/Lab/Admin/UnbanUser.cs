using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Bans;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record UnbanUserRequest(string? Reason);

internal static class UnbanUser
{
    /// <summary>Of a user who is not banned it changes nothing, and tells Keys so once more.</summary>
    public static async Task<Results<Ok<ChangedUserView>, FailureResult>> HandleAsync(
        string id, UnbanUserRequest? body, Caller caller, AdminUserId ids, UserAccounts described, BanStore bans, BanDispatcher dispatcher, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        AdminReason.Check(validation, body?.Reason);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        if (user is null)
            return failure!;

        var act = new AdminAct("user.unban", user.Id.ToString(), body?.Reason, "{}");
        if (await bans.ChangeAsync(caller.Principal, user.Id, reason: null, act, cancellationToken) is not { } ban)
            return (FailureResult)ErrorCodes.UserNotFound;
        await dispatcher.TellNowAsync([ban]);
        return TypedResults.Ok(new ChangedUserView(
            Success: true, "User unbanned", AdminUserView.Of(await described.ReadAsync(user.Id, cancellationToken))));
    }
}
