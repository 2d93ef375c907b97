using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Identity.Admin;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Identity.Api.Lab.Admin;

internal static class GetUser
{
    public static async Task<Results<Ok<AdminUserView>, FailureResult>> HandleAsync(string id, AdminUserId ids, UserAccounts accounts, CancellationToken cancellationToken)
    {
        var (user, failure) = await ids.FindAsync(id, cancellationToken);
        return user is null ? failure! : TypedResults.Ok(AdminUserView.Of(await accounts.DescribeAsync(user, cancellationToken)));
    }
}
