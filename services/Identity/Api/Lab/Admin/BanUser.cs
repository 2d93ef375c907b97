using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Identity.Admin;
using NanoBanana.Identity.Bans;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Reason">Shown to operators and in the audit log, never to the user: 1 to 500 characters.</param>
internal sealed record BanUserRequest(string? Reason);

internal static class BanUser
{
    public static async Task<Results<Ok<ChangedUserView>, FailureResult>> HandleAsync(
        string id, BanUserRequest body, Caller caller, AdminUserId ids, UserAccounts described, BanStore bans, BanDispatcher dispatcher, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var reason = body.Reason?.Trim();
        validation.Text("reason", reason, 1, AdminReason.MaxLength);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        if (user is null)
            return failure!;

        // Who locks himself out cannot let himself in again.
        if (user.Id == caller.AccountId)
            return (FailureResult)ErrorCodes.SelfBan;
        var act = new AdminAct("user.ban", user.Id.ToString(), reason, "{}");
        if (await bans.ChangeAsync(caller.Principal, user.Id, reason, act, cancellationToken) is not { } ban)
            return (FailureResult)ErrorCodes.UserNotFound;
        await dispatcher.TellNowAsync([ban]);
        return TypedResults.Ok(new ChangedUserView(
            Success: true, "User banned", AdminUserView.Of(await described.ReadAsync(user.Id, cancellationToken))));
    }
}
