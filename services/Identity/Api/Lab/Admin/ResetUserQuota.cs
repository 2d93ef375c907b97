using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Identity.Api.Lab.Admin;

/// <param name="Reason">For the audit log, at most 500 characters.</param>
internal sealed record ResetUserQuotaRequest(string? Reason);

/// <param name="NewQuota">How many generations of today are counted from now on: none.</param>
internal sealed record QuotaResetView(bool Success, string Message, int NewQuota);

internal static class ResetUserQuota
{
    public static async Task<Results<Ok<QuotaResetView>, FailureResult>> HandleAsync(
        string id, ResetUserQuotaRequest? body, Caller caller, AdminUserId ids, QuotaClient quotas, AuditLog audit, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        AdminReason.Check(validation, body?.Reason);
        if (validation.Failed)
            return (FailureResult)validation.Failure;
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        if (user is null)
            return failure!;
        var act = new AdminAct("quota.reset", user.Id.ToString(), body?.Reason, "{}");
        var quota = await audit.AroundAsync(caller.Principal, act, () => quotas.ResetAsync(user.Id, cancellationToken), cancellationToken);
        return TypedResults.Ok(new QuotaResetView(Success: true, $"Quota reset for user {user.Id}", quota.Used));
    }
}
