using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Admin;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="QuotaMultiplier">What the daily limit is multiplied by, 0.1 to 100.</param>
/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record SetUserQuotaRequest(double? QuotaMultiplier, string? Reason);

internal static class SetUserQuota
{
    public static async Task<Results<Ok<ChangedUserView>, FailureResult>> HandleAsync(
        string id, SetUserQuotaRequest body, Caller caller, AdminUserId ids, QuotaClient quotas, UserAccounts described, AuditLog audit, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        if (body.QuotaMultiplier is not { } multiplier)
            validation.Add("quota_multiplier", "missing", "Field required");
        else if (multiplier is not (>= SetQuotaMultiplierRequest.Min and <= SetQuotaMultiplierRequest.Max))
            validation.Add("quota_multiplier", "value_error", "Input should be from 0.1 to 100");
        AdminReason.Check(validation, body.Reason);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        if (user is null)
            return failure!;

        var detail = JsonSerializer.Serialize(body with { Reason = null }, IdentityJsonContext.Default.SetUserQuotaRequest);
        var act = new AdminAct("user.quota", user.Id.ToString(), body.Reason, detail);
        await audit.AroundAsync(caller.Principal, act, () => quotas.SetMultiplierAsync(user.Id, body.QuotaMultiplier!.Value, cancellationToken), cancellationToken);
        var text = body.QuotaMultiplier!.Value.ToString("0.0##", CultureInfo.InvariantCulture);
        return TypedResults.Ok(new ChangedUserView(
            Success: true, $"User quota multiplier updated to {text}", AdminUserView.Of(await described.DescribeAsync(user, cancellationToken))));
    }
}
