using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Tier"><c>free</c>, <c>starter</c> (or <c>hobby</c>), <c>pro</c>, <c>payg</c> or <c>enterprise</c>.</param>
/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record SetUserTierRequest(string? Tier, string? Reason);

internal static class SetUserTier
{
    public static async Task<Results<Ok<ChangedUserView>, FailureResult>> HandleAsync(
        string id, SetUserTierRequest body, Caller caller, AdminUserId ids, AccountsClient accounts, UserAccounts described, AuditLog audit,
        CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.Tier is null)
            validation.Add("tier", "missing", "Field required");
        validation.OneOf("tier", body.Tier, LabTiers.Accepted);
        AdminReason.Check(validation, body.Reason);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        if (user is null)
            return failure!;

        var tier = LabTiers.ToOurs(body.Tier!);
        var detail = JsonSerializer.Serialize(body with { Tier = tier, Reason = null }, IdentityJsonContext.Default.SetUserTierRequest);
        var act = new AdminAct("user.tier", user.Id.ToString(), body.Reason, detail);
        await audit.AroundAsync(caller.Principal, act, () => accounts.ChangeTierAsync(user.Id, tier, cancellationToken), cancellationToken);

        // What is read for the answer brings the copy of the tier up to date as well.
        return TypedResults.Ok(new ChangedUserView(
            Success: true, $"User tier updated to {body.Tier}", AdminUserView.Of(await described.DescribeAsync(user, cancellationToken))));
    }
}
